"""What `verify` proves of issued documents: the kept bytes have the hash on record, the numbers no gap (invariant 25)."""

import hashlib
from collections.abc import Iterator

from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _

from records import audit, verification
from records.documents import document_record
from records.models import DocumentFile, DocumentSeries, IssuedDocument


def files() -> Iterator[str]:
    """25: every document has its file, with the SHA-256 it was issued under."""
    for one in IssuedDocument.objects.filter(file__isnull=True):
        yield f"{one.number}: ∅"
    for file in DocumentFile.objects.select_related("document").iterator(50):
        if hashlib.sha256(bytes(file.content)).hexdigest() != file.document.sha256:
            yield file.document.number


def numbers() -> Iterator[str]:
    """No number is missing, and the series knows the last one."""
    groups = IssuedDocument.objects.values("issuer_code", "year", "kind").order_by(
        "issuer_code", "year", "kind"
    )
    last = {(one.issuer_code, one.year, one.kind): one.last for one in DocumentSeries.objects.all()}
    for row in groups.annotate(count=Count("pk"), most=Max("serial")):
        known = last.get((row["issuer_code"], row["year"], row["kind"]))
        if not row["count"] == row["most"] == known:
            yield f"{row['issuer_code']} {row['year']} {row['kind']}: {row['count']} / {row['most']} / {known}"


def trails() -> Iterator[str]:
    """14: a document is what was last recorded of it."""
    return audit.object_faults(IssuedDocument.objects.order_by("pk"), document_record)


verification.register("document_trails", 14, _("文书现状与审计记录一致"), trails)
verification.register("document_files", 25, _("已印发文书与其校验值一致"), files)
verification.register("document_numbers", 25, _("文号连续无缺号"), numbers)
