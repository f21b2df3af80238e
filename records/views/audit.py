"""Pages of the audit record: searched, read, exported; nothing here changes it."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from records import audit, audit_queries, audit_words, chain
from records.audit_values import actor_words, names_in
from records.csv_files import csv_bytes
from records.errors import Invalid, NotAllowed
from records.writing import Book, Col

MOST_EXPORTED = 20_000
MAIN_FIELDS = ("q", "actor", "since", "until")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADERS = [
    *(gettext_lazy("序号"), gettext_lazy("时间"), gettext_lazy("操作人"), gettext_lazy("角色")),
    *(gettext_lazy("操作"), gettext_lazy("对象类别"), gettext_lazy("对象"), gettext_lazy("县代码")),
    *(gettext_lazy("机构代码"), gettext_lazy("变化"), gettext_lazy("理由"), gettext_lazy("来源地址")),
    gettext_lazy("校验值"),
]


class AuditFilter(forms.Form):
    """What to look for; every field may stay empty."""

    q = forms.CharField(label=gettext_lazy("查找"), required=False, max_length=100)
    since = forms.DateField(
        label=gettext_lazy("从"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("到"), required=False, widget=forms.DateInput({"type": "date"})
    )
    actor = forms.CharField(label=gettext_lazy("操作人"), required=False, max_length=60)
    verb = forms.ChoiceField(label=gettext_lazy("操作"), required=False)
    object_type = forms.ChoiceField(label=gettext_lazy("对象类别"), required=False)
    object_id = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    county = forms.CharField(label=gettext_lazy("县代码"), required=False, max_length=12)
    centre = forms.CharField(label=gettext_lazy("机构代码"), required=False, max_length=24)
    request = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    before = forms.IntegerField(required=False, min_value=0, max_value=10**15, widget=forms.HiddenInput)
    after = forms.IntegerField(required=False, min_value=0, max_value=10**15, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", gettext_lazy("全部"))
        fields: dict[str, Any] = self.fields
        fields["object_type"].choices = [every, *audit_words.object_types()]
        fields["verb"].choices = [every, *audit_words.VERBS.items()]


@login_required
@never_cache
@require_safe
def audit_list(request: HttpRequest) -> HttpResponse:
    """The record, newest first, filtered."""
    entries = audit_queries.entries_for(request.user)
    form = AuditFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = audit_queries.page_of(
        audit_queries.filtered(entries, wanted), before=wanted.get("before"), after=wanted.get("after")
    )
    query = request.GET.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    more = [field for field in form.visible_fields() if field.name not in MAIN_FIELDS]
    context = {
        "form": form,
        "main_fields": [form[name] for name in MAIN_FIELDS],
        "more_fields": more,
        "more_open": any(request.GET.get(field.name) for field in more),
        "page": page,
        "query": query.urlencode(),
        "filtered": any(query.values()),
        "may_export": may_export(request.user),
        "anchor": chain.head(),
    }
    return render(request, "records/audit_list.html", context)


@login_required
@never_cache
@require_safe
def audit_detail(request: HttpRequest, sequence: int) -> HttpResponse:
    """One entry, old and new side by side."""
    entry = get_object_or_404(audit_queries.entries_for(request.user), sequence=sequence)
    context = {
        "entry": entry,
        "action": audit_words.action_name(entry.action, entry.object_type),
        "kind": audit_words.type_name(entry.object_type),
        "role": audit_words.role_name(entry.role),
        "actor": actor_words(entry.actor_name),
        "changes": audit_queries.changes_of(entry, names_in([entry])),
        "intact": audit_queries.is_intact(entry),
    }
    return render(request, "records/audit_detail.html", context)


def may_export(user: Any) -> bool:
    return bool(user.can("audit.export"))


@login_required
@require_POST
def audit_export(request: HttpRequest) -> HttpResponse:
    """The filtered record as XLSX or CSV; the export itself goes on record."""
    entries = audit_queries.entries_for(request.user)
    if not may_export(request.user):
        raise NotAllowed(_("您的角色不能导出审计记录。"), code="audit.export")
    form = AuditFilter(request.POST)
    if not form.is_valid():
        raise Invalid(_("筛选条件有误。"), code="filter")
    chosen = audit_queries.filtered(entries, form.cleaned_data)
    count = chosen.count()
    if count > MOST_EXPORTED:
        raise Invalid(
            _("共 %(count)d 条，超过一次导出的上限 %(most)d 条，请缩小日期范围。")
            % {"count": count, "most": MOST_EXPORTED},
            code="too_many",
        )
    rows = list(audit_queries.table_of(chosen))
    asked = {name: str(value) for name, value in form.cleaned_data.items() if value}
    with audit.act(request.user, action="audit.export") as trail:
        trail.note({"rows": len(rows), "filter": asked, "anchor": chain.head()})
    return _file(rows, xlsx=request.POST.get("format") != "csv")


def _file(rows: list[list[str]], *, xlsx: bool) -> HttpResponse:
    headers = [str(header) for header in HEADERS]
    if xlsx:
        book = Book(title=_("审计记录"))
        sheet = book.sheet(_("审计记录"), [Col(header, wrap=True) for header in headers], freeze=1)
        sheet.rows([[text[:32_000] for text in row] for row in rows])
        response = HttpResponse(book.data(), content_type=XLSX)
    else:
        response = HttpResponse(csv_bytes(headers, rows), content_type="text/csv; charset=utf-8")
    name = f"audit-{timezone.localdate():%Y%m%d}.{'xlsx' if xlsx else 'csv'}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
