"""The shared frame of our commands: who acts, what is only tried, and one answer for people and programs.

    class Command(ActionCommand):
        help = "…"
        writes = True       # takes --as USERNAME; everything inside is done by that account
        tries = True        # takes --dry-run

        def declare(self, parser): parser.add_argument("file")
        def run(self, options): return Answer({"created": 3}, ["3 …"])

A refusal of an action ends the command with status 1: its message and every problem with its place go to
standard error, or with --json to standard output as {"ok": false, "error", "code", "problems", "problem_count"}.
A success prints the answer's lines, or with --json {"ok": true, …data}.
"""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import override

from records import context
from records.errors import Invalid, Refused
from records.middleware import as_refused

SHOWN_PROBLEMS = 50
PRINTED = "-"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found or did: `data` for --json, `lines` for people.

    `failed` ends the command with status 1 although nothing was refused (a check that found faults).
    """

    data: Mapping[str, Any] = field(default_factory=dict)
    lines: Sequence[str] = ()
    failed: bool = False


class Encoder(DjangoJSONEncoder):
    """Dates in ISO form, Decimals as exact strings; a float has no business in an answer."""

    def default(self, o: Any) -> Any:
        return f"{o:f}" if isinstance(o, Decimal) else super().default(o)


class ActionCommand(BaseCommand):
    """A command that calls the same actions as the pages."""

    writes = False
    tries = False
    # --json may then name a file: it takes the answer, and people get their lines as well.
    names_json_file = False
    default_language = "zh-hans"

    def add_arguments(self, parser: CommandParser) -> None:
        self.declare(parser)
        if self.names_json_file:
            parser.add_argument("--json", nargs="?", const=PRINTED, dest="as_json", metavar="FILE")
        else:
            parser.add_argument("--json", action="store_true", dest="as_json", help="answer as JSON")
        parser.add_argument("--language", choices=["zh-hans", "en"], default=self.default_language)
        if self.writes:
            parser.add_argument("--as", dest="username", required=True, metavar="USERNAME")
        if self.tries:
            parser.add_argument("--dry-run", action="store_true", help="check and show, write nothing")

    def declare(self, parser: CommandParser) -> None:
        """Add the command's own arguments."""

    def run(self, options: Mapping[str, Any]) -> Answer:
        """Do the work. `options["actor"]` is the account of --as where the command writes."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            try:
                answer = self._run(options)
            except Exception as exception:
                refused = refusal(exception)
                if refused is None:
                    raise
                self._refuse(refused, options["as_json"])
            else:
                self._succeed(answer, options["as_json"])

    def _run(self, options: dict[str, Any]) -> Answer:
        if not self.writes:
            return self.run(options)
        options["actor"] = account(options["username"])
        with context.acting_as(options["actor"], request_id=uuid.uuid4().hex[:16]):
            return self.run(options)

    def _succeed(self, answer: Answer, as_json: bool | str | None) -> None:
        if as_json:
            self._write_json({"ok": not answer.failed, **answer.data}, as_json)
        if as_json not in {True, PRINTED}:
            for line in answer.lines:
                self.stdout.write(line)
        if answer.failed:
            raise CommandError(_("检查未通过。"), returncode=1)

    def _refuse(self, refused: Refused, as_json: bool | str | None) -> None:
        if as_json:
            self._write_json({"ok": False, **refusal_data(refused)}, as_json)
        raise CommandError("\n".join(refusal_lines(refused)), returncode=1)

    def _write_json(self, data: Mapping[str, Any], where: bool | str) -> None:
        """To standard output, or to the file that --json names."""
        text = json.dumps(data, cls=Encoder, ensure_ascii=False, indent=2)
        if isinstance(where, str) and where != PRINTED:
            Path(where).write_text(text + "\n", encoding="utf-8")
        else:
            self.stdout.write(text)


def account(username: str) -> Any:
    """The active account of that name, as which the command acts."""
    user = get_user_model().objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Invalid(_("没有可用的账号“%(username)s”。") % {"username": username}, code="unknown_account")
    return user


def refusal(exception: Exception) -> Refused | None:
    """What a command says in place of a traceback: refusals, what isn't there, files that can't be used."""
    if isinstance(exception, Http404):
        return Refused(_("没有找到，或不在该账号的管辖范围内。"), code="not_found")
    if isinstance(exception, FileNotFoundError):
        return Refused(_("没有这个文件：%(name)s") % {"name": exception.filename}, code="no_such_file")
    if isinstance(exception, OSError):
        words = {"name": exception.filename or "", "why": exception.strerror or ""}
        return Refused(_("文件不能使用：%(name)s（%(why)s）") % words, code="file_unusable")
    return as_refused(exception)


def refusal_data(refused: Refused) -> dict[str, Any]:
    return {
        "error": str(refused.message),
        "code": refused.code,
        "problems": [problem.as_dict() for problem in refused.problems],
        "problem_count": refused.problem_count,
    }


def refusal_lines(refused: Refused) -> Iterator[str]:
    """The message, then each problem on a line of its own."""
    yield str(refused.message)
    for problem in refused.problems[:SHOWN_PROBLEMS]:
        yield f"  {problem}"
    left = refused.problem_count - min(len(refused.problems), SHOWN_PROBLEMS)
    if left > 0:
        yield _("  另有 %(count)d 个问题未列出。") % {"count": left}


def read_bytes(path: str) -> bytes:
    """The bytes of a file named on the command line; a missing one becomes a refusal, not a traceback."""
    return Path(path).read_bytes()
