"""What an app gives so that a kind of file can be imported; see `records.imports` for the flow."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from records.chain import plain
from records.errors import Problems
from records.reading.files import Workbook

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise
else:
    StrOrPromise = object

PlainRow = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SentFile:
    """The very file that somebody sent, for a kind that keeps it."""

    name: str
    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Context:
    """What an import is about. `params` are plain values (a round's key, a year) kept with the staged row.

    `file` is there when rows are applied, of a kind that keeps its files.
    """

    county_code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    file: SentFile | None = None


@dataclass(slots=True)
class Reading:
    """What a file says: rows of plain values (text for Decimals), every problem, notes for the preview."""

    rows: list[PlainRow] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the preview. `kind`: "new", "changed" or "removed"."""

    label: str
    name: str
    old: str
    new: str
    kind: str = "changed"


@dataclass(slots=True)
class Diff:
    """What an import would do: rows new, changed and unchanged; line by line; sums to check by eye."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    lines: list[Change] = field(default_factory=list)
    sums: list[tuple[str, str]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return dict(plain(asdict(self)))


class Importer:
    """One kind of file. Subclasses give `kind`, `title` and the four methods.

    With `keeps_file` the staged row holds the file itself until it is applied or given up.
    """

    kind: str
    title: StrOrPromise
    help: StrOrPromise = ""
    keeps_file = False
    # Holds the file against what is kept and changes nothing of it: the preview shows both side by side.
    compares = False

    def about(self, context: Context) -> StrOrPromise:
        """What the upload page says of the file that is asked for."""
        return self.help

    def authorise(self, user: Any, params: Mapping[str, str]) -> Context:
        """What the user may import, from the address's parameters. Raises NotAllowed or Http404."""
        raise NotImplementedError

    def parse(self, workbook: Workbook, context: Context) -> Reading:
        raise NotImplementedError

    def diff(self, rows: list[PlainRow], context: Context) -> Diff:
        raise NotImplementedError

    def apply(self, rows: list[PlainRow], actor: Any, context: Context) -> dict[str, Any]:
        """Write all rows or raise; runs inside the import's transaction and audit act."""
        raise NotImplementedError

    def keep(self, data: bytes, file_name: str, sha256: str, actor: Any, context: Context) -> None:
        """Keep the file itself, where it has to answer for what was read; called once it is staged without a fault."""

    def done_url(self, result: Mapping[str, Any], context: Context) -> str:
        """Where the page goes after the confirmation."""
        return "/"

    def downloads(self, context: Context) -> list[tuple[StrOrPromise, str]]:
        """(label, address) of the workbooks to fill in that the upload page offers."""
        return []


_registry: dict[str, Importer] = {}


def register(importer: Importer) -> Importer:
    _registry[importer.kind] = importer
    return importer


def importer_of(kind: str) -> Importer | None:
    return _registry.get(kind)
