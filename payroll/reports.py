"""A release sheet as PDF: the same content as its workbook, A4 landscape, with fingerprint and audit anchor."""

from django.template.loader import render_to_string

from payroll.queries.sheets import SheetView
from payroll.workbooks.release import columns, document_title, people, standing
from records import audit
from records.pdf import render_pdf


def release_html(view: SheetView) -> str:
    """The document before it is rendered; in Chinese, as the workbook."""
    sheet = view.sheet
    context = {
        "view": view,
        "sheet": sheet,
        "title": document_title(sheet),
        "standing": standing(sheet),
        "columns": [column.header for column in columns(sheet)],
        "people": people(sheet),
        "anchor": audit.head(),
    }
    return render_to_string("reports/payroll/release.html", context)


def release_pdf(view: SheetView) -> bytes:
    return render_pdf(release_html(view))
