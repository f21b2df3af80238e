"""Import and export of master data in the admin, by django-import-export, in the house's way.

    class PostResource(OfficeResource):
        name = Field("name", column_name="岗位名称")
        position_coefficient = Field("position_coefficient", column_name="岗位系数", widget=PointsWidget())

        class Meta(OfficeMeta):
            model, fields, import_id_fields = Post, ["name", "position_coefficient"], ["name"]

        def write(self, instance):
            master.save(actor=self.actor, obj=instance)

    class PostAdmin(OfficeImportExport):
        resource_classes = [PostResource]

Files go through the bounded reader; every fault is listed with row, column letter and value; rows are written
by the action alone, all or none, under one act of the trail. What is exported is text and numbers, no formula.
"""

from collections.abc import Iterator
from typing import Any

import tablib
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from import_export import resources
from import_export.admin import ImportExportMixin
from import_export.forms import ExportForm
from import_export.results import Result

from records import audit
from records.admin_base import OfficeModelAdmin, may
from records.admin_formats import (
    ChoiceWidget,
    CountWidget,
    PointsWidget,
    WorkbookFormat,
    YesNoWidget,
)
from records.errors import Conflict, Problem, Refused
from records.reading.names import column_letter

__all__ = [
    "ChoiceWidget",
    "CountWidget",
    "OfficeImportExport",
    "OfficeMeta",
    "OfficeResource",
    "PointsWidget",
    "YesNoWidget",
]


class OldNew(resources.Diff):  # type: ignore[misc]
    """Old → new in our classes; import-export's own has inline styles, which the content policy refuses."""

    def as_html(self) -> list[str]:
        return [_old_new(old, new) for old, new in zip(self.left, self.right, strict=True)]


class OfficeMeta:
    clean_model_instances = True
    use_transactions = True
    skip_unchanged = True
    report_skipped = True


class OfficeResource(resources.ModelResource):  # type: ignore[misc]
    """Rows that an action writes, in the name of `actor` and within what the admin shows."""

    def __init__(self, actor: Any = None, visible: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.actor, self.visible = actor, visible

    def write(self, instance: Any) -> None:
        """Call the action that saves the row, or raise Refused."""
        raise NotImplementedError

    def get_queryset(self) -> Any:
        return super().get_queryset() if self.visible is None else self.visible

    def get_diff_class(self) -> type[OldNew]:
        return OldNew

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        try:
            self.write(instance)
        except Refused as refused:
            said = [f"{problem.where} {problem.message}".strip() for problem in refused.problems]
            raise ValidationError(said or [str(refused)]) from refused

    def import_data(self, dataset: tablib.Dataset, *args: Any, **kwargs: Any) -> Result:
        kwargs["rollback_on_validation_errors"] = True
        result = super().import_data(dataset, *args, **kwargs)
        result.problems = list(self._problems(dataset, result))
        return result

    def _problems(self, dataset: tablib.Dataset, result: Result) -> Iterator[Problem]:
        """Every fault with its row as Excel counts it, its column letter, and the value as typed."""
        columns = {name: field.column_name for name, field in self.fields.items()}
        for error in result.base_errors:
            yield Problem(_base_message(error.error), place=_("表头"))
        for number, errors in result.row_errors():
            for error in errors:
                yield Problem(str(error.error)).at(sheet=dataset.title or "", row=_row(dataset, number))
        for invalid in result.invalid_rows:
            for name, messages in invalid.error_dict.items():
                header = columns.get(name, "")
                for message in messages:
                    yield _problem(dataset, invalid, header, message)


class OfficeImportExport(ImportExportMixin, OfficeModelAdmin):  # type: ignore[misc]
    """An admin screen with 导入 and 导出."""

    export_form_class = ExportForm
    formats = [WorkbookFormat]
    import_formats = [WorkbookFormat]
    export_formats = [WorkbookFormat]
    skip_admin_log = True

    def has_import_permission(self, request: HttpRequest) -> bool:
        return may(request, self.add_capability) and may(request, self.change_capability)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return may(request, self.view_capability)

    def get_import_resource_kwargs(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {"actor": request.user, "visible": self.get_queryset(request)}

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        words = str(e) if isinstance(e, Refused) else _("文件无法读取，请另存为 .xlsx 后重试。")
        form.add_error("import_file", words)

    def process_dataset(self, dataset: Any, form: Any, request: HttpRequest, **kwargs: Any) -> Result:
        """All rows or none, under one act."""
        with audit.act(request.user, action=f"import.{self.opts.model_name}") as trail:
            result = super().process_dataset(dataset, form, request, **kwargs)
            if result.problems:
                raise Conflict(_("预览之后数据有了变化，没有导入，请重新上传。"), code="import:changed")
            trail.note(
                {"file": dataset.title or "", **result.totals}, label=str(self.opts.verbose_name_plural)
            )
        return result

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """What the address asks for that no column answers is left out, as the list itself does."""
        try:
            response: HttpResponse = super().export_action(request)
        except IncorrectLookupParameters:
            return redirect(request.path)
        return response

    def get_export_data(self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any) -> bytes:
        """Each export is on record."""
        with audit.act(request.user, action=f"export.{self.opts.model_name}") as trail:
            data: bytes = super().get_export_data(file_format, request, queryset, **kwargs)
            trail.note({"rows": queryset.count()}, label=str(self.opts.verbose_name_plural))
        return data

    def get_export_filename(self, request: HttpRequest, queryset: Any, file_format: Any) -> str:
        return f"{self.opts.verbose_name_plural}.{file_format.get_extension()}"

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().import_action(request, **kwargs)
        context = getattr(response, "context_data", None) or {}
        if getattr(context.get("result"), "problems", None) or getattr(context.get("form"), "errors", None):
            response.status_code = 422
        return response


def _old_new(old: Any, new: Any) -> str:
    old, new = ("" if value is None else value for value in (old, new))
    if old == new:
        return format_html("{}", new)
    return format_html('<span class="was">{}</span><span class="becomes">{}</span>', old, new)


def _base_message(error: Exception) -> str:
    named = getattr(error, "messages", None) or [str(error)]
    return "；".join(str(message) for message in named)


def _row(dataset: tablib.Dataset, number: int) -> int:
    places = getattr(dataset, "places", [])
    return places[number - 1] if 0 < number <= len(places) else number + 1


def _problem(dataset: tablib.Dataset, invalid: Any, header: str, message: str) -> Problem:
    row = _row(dataset, invalid.number)
    if header not in dataset.headers:
        return Problem(message).at(sheet=dataset.title or "", row=row)
    place = dataset.headers.index(header)
    value = "" if invalid.values[place] is None else str(invalid.values[place])
    return Problem(message, value).at(
        sheet=dataset.title or "", row=row, column=column_letter(place + 1), header=header
    )
