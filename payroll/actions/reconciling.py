"""Keeping what a bank or the treasury says was paid; nothing of the books changes by it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from centres.access import require
from centres.models import Region, User
from payroll.models import BankFile, Reconciliation, ReconciliationRow
from payroll.queries.reconciling import Scope
from payroll.trail import reconciliation_record
from records import audit
from records.errors import Conflict

UNUSED = timedelta(days=1)


def keep_file(
    *, actor: User, county: Region, name: str, sha256: str, content: bytes, now: datetime
) -> BankFile:
    """Keep a file while its preview waits; what no reconciliation came to rest on within a day is forgotten."""
    require(actor, "release.pay")
    BankFile.objects.filter(reconciliations__isnull=True, kept_at__lt=now - UNUSED).delete()
    values = {"name": name[-200:], "content": content, "kept_at": now}
    return BankFile.objects.get_or_create(county=county, sha256=sha256, defaults=values)[0]


def keep_reconciliation(
    *, actor: User, scope: Scope, sha256: str, unit: str, rows: Sequence[ReconciliationRow], now: datetime
) -> Reconciliation:
    """Keep a file's rows against a scope. The same file against the same scope again is the same reconciliation.

    Raises Conflict where the file has been forgotten meanwhile.
    """
    require(actor, "release.pay")
    with audit.act(actor, action="reconciliation.make", county=scope.county) as trail:
        file = BankFile.objects.select_for_update().filter(county=scope.county, sha256=sha256).first()
        if file is None:
            raise Conflict(_("文件已不在系统中，请重新上传。"), code="file_gone")
        place = {
            "county": scope.county,
            "year": scope.year,
            "sheet": scope.sheet,
            "first": scope.first,
            "last": scope.last,
        }
        known = Reconciliation.objects.filter(file=file, **place).first()
        if known is not None:
            return known
        one = Reconciliation.objects.create(file=file, unit=unit, made_by=actor, made_at=now, **place)
        for row in rows:
            row.reconciliation = one
        ReconciliationRow.objects.bulk_create(rows)
        trail.add(one, None, reconciliation_record(one), label=f"{scope.title} {file.name}")
    return one
