"""`manage.py verify`: prove the invariants, one line each; exit status 1 where one doesn't hold."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from records import verification
from records.verification import Finding


class Command(BaseCommand):
    help = "Prove the invariants of SAFETY over all data; one line each, exit status 1 on a fault."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", help="only these checks")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            findings = verification.run(options["names"])
        except KeyError as error:
            raise CommandError(f"no such check: {error.args[0]}") from None
        if options["json"]:
            self.stdout.write(json.dumps([as_dict(one) for one in findings], ensure_ascii=False, indent=2))
        else:
            self._print(findings)
        faulty = [one.check.name for one in findings if not one.ok]
        if faulty:
            raise CommandError(f"{len(faulty)} of {len(findings)} checks failed: {', '.join(faulty)}")

    def _print(self, findings: list[Finding]) -> None:
        for one in findings:
            mark = self.style.SUCCESS("ok  ") if one.ok else self.style.ERROR("FAIL")
            self.stdout.write(f"{mark} {one.check.number:>2} {one.check.name}: {one.check.title}")
            for fault in one.faults:
                self.stdout.write(f"         {fault}")


def as_dict(finding: Finding) -> dict[str, object]:
    """One finding for JSON."""
    return {
        "number": finding.check.number,
        "name": finding.check.name,
        "title": str(finding.check.title),
        "ok": finding.ok,
        "faults": list(finding.faults),
    }
