"""What `verify` proves of issued sheets and reconciliations (invariants 3, 14)."""

import hashlib
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payroll.models import BankFile, IssuedPaper, MoneySetting, Reconciliation
from payroll.trail import paper_record, reconciliation_record, setting_record
from records import audit, verification


def trails() -> Iterator[str]:
    """14: the audit rows of each sheet, setting and reconciliation end at what is kept."""
    yield from audit.object_faults(IssuedPaper.objects.order_by("pk"), paper_record)
    yield from audit.object_faults(MoneySetting.objects.order_by("pk"), setting_record)
    rows = Reconciliation.objects.select_related("file").defer("file__content")
    yield from audit.object_faults(rows.order_by("pk"), reconciliation_record)


def files() -> Iterator[str]:
    """14: a kept file is the one whose hash is on record."""
    for one in BankFile.objects.order_by("pk").iterator(8):
        if hashlib.sha256(bytes(one.content)).hexdigest() != one.sha256:
            yield _("对账文件“%(name)s”与校验值不符") % {"name": one.name}


verification.register("papers_trails", 14, gettext_lazy("签发的单据与对账的留痕首尾相接"), trails)
verification.register("papers_files", 14, gettext_lazy("对账文件与校验值一致"), files)
