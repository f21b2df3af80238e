"""A nation of counties, copied within the database from one that was built: the same cells under other keys.

Every county has its own region, centres, scheme, rounds, sheets and cells, as if it had been built like the first. The
database copies rows (INSERT … SELECT), so that 4.7 million cells take minutes; nothing is shared but the users.
"""

from typing import Any

# Keys of the first county are below this; those of the n-th copy n times as much above.
STEP = 100_000
BATCH = 20


def build(rounds: list[Any], centres: int) -> int:
    """Copy the county of these rounds until there are so many centres, the last one in part; the number of counties."""
    from django.db import transaction

    from centres.models import Centre
    from records import guards

    home = list(Centre.objects.filter(county=rounds[0].county).order_by("pk").values_list("pk", flat=True))
    counties = -(-centres // len(home))
    with guards.lifted():
        for start in range(1, counties, BATCH):
            with transaction.atomic():
                for number in range(start, min(start + BATCH, counties)):
                    size = min(len(home), centres - number * len(home))
                    copy_county(rounds[0].county_id, number * STEP, home[size - 1])
    return counties


def copy_county(county: int, shift: int, last: int) -> None:
    """One more county, its keys `shift` above the first one's; of the centres those up to `last`."""
    from appraisal.models import (
        Assessment,
        Category,
        CategoryTotal,
        Indicator,
        Round,
        Scheme,
        Score,
    )
    from centres.models import Centre, Region

    own = f"id < {STEP}"
    sheets = f"assessment_id < {STEP} AND assessment_id IN (SELECT id FROM appraisal_assessment WHERE centre_id <= {last})"
    copied = {
        Region: f"id = {county}", Centre: f"{own} AND id <= {last}", Scheme: own, Category: own, Indicator: own, Round: own,
        Assessment: f"{own} AND centre_id <= {last}", CategoryTotal: sheets, Score: sheets,
    }  # fmt: skip
    for model, where in copied.items():
        copy_rows(model, where, shift, set(copied))


def copy_rows(model: Any, where: str, shift: int, copied: set[Any]) -> None:
    from django.db import connection

    from centres.models import Centre, Region

    names, values = [], []
    for field in model._meta.concrete_fields:
        name = f'"{field.column}"'
        moved = field.primary_key or (
            field.related_model in copied and not (model is Region and field.name == "parent")
        )
        names.append(name)
        if field.name == "code" and model in (Region, Centre):
            values.append(
                f"CAST({500_000 + shift // STEP} AS TEXT)"
                if model is Region
                else f"{name} || '-{shift // STEP}'"
            )
        else:
            values.append(f"{name} + {shift}" if moved else name)
    table = model._meta.db_table
    statement = (
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table} WHERE {where}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
