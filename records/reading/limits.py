"""How much of a file is read, and the refusal of more (SAFETY, Workbooks). The child imports it: no
Django.
"""

from dataclasses import asdict, dataclass
from typing import Any

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a file may have; reaching a limit is allowed, exceeding it is refused."""

    size: int = 5 * MEBIBYTE
    members: int = 200
    unpacked: int = 50 * MEBIBYTE
    ratio: int = 100
    sheets: int = 20
    rows: int = 5_000
    columns: int = 200
    characters: int = 2_000
    all_characters: int = 20_000_000
    memory: int = 512 * MEBIBYTE
    seconds: int = 20

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


DEFAULT = Limits()
# A whole country's rows: by command only, never from a page.
NATIONAL = Limits(
    size=60 * MEBIBYTE,
    unpacked=600 * MEBIBYTE,
    rows=200_000,
    all_characters=200_000_000,
    memory=4096 * MEBIBYTE,
    seconds=300,
)


class RefusedFile(Exception):  # noqa: N818 – a refusal, not a fault
    """The file won't be read: a code that `files.py` words, and the details for it."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code, self.details = code, details
