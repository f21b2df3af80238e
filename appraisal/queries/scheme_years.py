"""From one year's scheme to the next: the code of the copy, and back from a scheme to last year's."""

from appraisal.models import Scheme

CODE_LENGTH = 24


def next_code(code: str, year: int) -> str:
    """The code of the same scheme a year on: WSY-2026 → WSY-2027; a code without its year gets the new one."""
    old, new = str(year), str(year + 1)
    return code.replace(old, new) if old in code else f"{code[: CODE_LENGTH - 5]}-{new}"


def last_years(scheme: Scheme) -> Scheme | None:
    """Last year's scheme of the same county and level: the one whose copy this is, else the one in force then.

    A draft of last year counts only where no version of it was ever in force (1 query).
    """
    rows = Scheme.objects.filter(county_id=scheme.county_id, level=scheme.level, year=scheme.year - 1)
    found = sorted(rows, key=lambda row: (row.state != Scheme.State.DRAFT, row.version), reverse=True)
    copied = [row for row in found if next_code(row.code, row.year) == scheme.code]
    in_force = [row for row in found if row.state == Scheme.State.ACTIVE]
    return next(iter([*copied, *in_force]), None)
