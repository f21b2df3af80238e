"""The base of every admin screen: it asks `user.can`, shows what is in scope, and writes through actions only.

    @admin.register(Budget)
    class BudgetAdmin(OfficeModelAdmin):
        view_capability, change_capability = "budget.read", "budget.edit"
        list_display = ["centre", "year", "amount"]

        def perform_save(self, request, obj, form, *, version):
            return actions.revise_budget(actor=request.user, budget_id=obj.pk, …)

Without a capability nobody may; without `perform_save` and `perform_delete` nothing is written: the plain
`obj.save()` of Django's admin is never reached. A `Refused` of the action, a guard or a constraint comes back
as an error of the form, with what was typed still in it. The trail is the action's; Django's own log is off.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, OperationalError, models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from records.errors import NotAllowed, Refused
from records.middleware import as_refused
from records.models import AuditEntry

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
    Inline = admin.TabularInline[Any, Any]
else:
    Base = admin.ModelAdmin
    Inline = admin.TabularInline

Capability = str | tuple[str, ...]
VERSION_FIELD = "_version"
HISTORY = 200


def may(request: HttpRequest, capability: Capability) -> bool:
    """Whether the account has the capability, or any of several; an empty one is nobody's."""
    user: Any = request.user
    names = (capability,) if isinstance(capability, str) else capability
    return bool(user.is_authenticated and any(name and user.can(name) for name in names))


class OfficeModelAdmin(Base):
    """Read-only unless capabilities and actions say otherwise; see the module."""

    view_capability: Capability = ""
    add_capability: Capability = ""
    change_capability: Capability = ""
    delete_capability: Capability = ""
    list_per_page = 50
    show_full_result_count = False
    save_on_top = False
    actions = None
    view_on_site = False
    show_facets = admin.ShowFacets.NEVER
    formfield_overrides: ClassVar[Any] = {
        models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
    }

    # Scope

    def in_scope(self, queryset: models.QuerySet[Any], user: Any) -> models.QuerySet[Any]:
        """The rows that the account may see; by default the QuerySet's own `visible_to(user)`."""
        visible: Callable[[Any], models.QuerySet[Any]] = queryset.visible_to  # type: ignore[attr-defined]
        return visible(user)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return self.in_scope(super().get_queryset(request), request.user)

    # Permissions

    def may_change(self, user: Any, obj: Any) -> bool:
        """Whether this very object can still be changed: a draft, not a frozen scheme."""
        return True

    def may_delete(self, user: Any, obj: Any) -> bool:
        return self.may_change(user, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request, self.view_capability)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, self.view_capability)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request, self.add_capability)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, self.change_capability) and (obj is None or self.may_change(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, self.delete_capability) and (obj is None or self.may_delete(request.user, obj))

    # Writing: one door

    def perform_save(self, request: HttpRequest, obj: Any, form: Any, *, version: int | None) -> Any:
        """Call the action for a new object (`obj.pk` is None) or a changed one; return what was saved.

        `obj` bears the typed values and isn't saved; `form.changed_data` names what differs; `version` is
        the version that the form was opened with, for models that have one. Raise `Refused` to send back.
        """
        raise NotAllowed(_("此处不能修改。"))

    def perform_delete(self, request: HttpRequest, obj: Any) -> None:
        """Call the action that removes, or refuse."""
        raise NotAllowed(_("此处不能删除。"))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        saved = self.perform_save(request, obj, form, version=_version(request))
        obj.pk = saved.pk

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Inlines only show; an action of `perform_save` writes what belongs to an object."""

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.perform_delete(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        for obj in queryset:
            self.perform_delete(request, obj)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Nothing for Django's log, which is off."""
        return []

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The trail of the action is the one log."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The trail of the action is the one log."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """The trail of the action is the one log."""

    # A refusal comes back as an error of the form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (Refused, IntegrityError, OperationalError) as error:
            refused = as_refused(error)
            if refused is None or isinstance(refused, NotAllowed) or request.method != "POST":
                raise
        request.refused = refused  # type: ignore[attr-defined]
        response: HttpResponse = super().changeform_view(request, object_id, form_url, extra_context)
        response.status_code = refused.status
        return response

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[Any]]:
        form = super().get_form(request, obj, change, **kwargs)
        return _answering(form, getattr(request, "refused", None))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only what the account may see."""
        related = db_field.remote_field.model._default_manager.all()
        if "queryset" not in kwargs and hasattr(related, "visible_to"):
            kwargs["queryset"] = related.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_list_filter(self, request: HttpRequest) -> Any:
        """A filter by a related object lists those of the visible rows only."""
        return [self._scoped_filter(name) for name in super().get_list_filter(request)]

    def _scoped_filter(self, name: Any) -> Any:
        names = {field.name for field in self.opts.get_fields() if field.many_to_one or field.one_to_one}
        return (name, admin.RelatedOnlyFieldListFilter) if name in names else name

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What the audit trail says of this object, newest first."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self.has_view_permission(request, obj):
            raise Http404
        entries = AuditEntry.objects.filter(object_type=self.opts.label_lower, object_id=str(obj.pk))
        page = {
            **self.admin_site.each_context(request),
            "title": _("变更记录"),
            "subtitle": str(obj),
            "opts": self.opts,
            "object": obj,
            "entries": entries[:HISTORY],
        }
        return render(request, "admin/object_history.html", page)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        _without_popups(field)
        return field

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["version_field"] = VERSION_FIELD
        context["version"] = _kept_version(request, context.get("original"))
        return super().render_change_form(request, context, *args, **kwargs)


class ReadOnlyInline(Inline):
    """Rows of an object, to look at: written by the actions of their parent."""

    extra = 0
    max_num = 0
    can_delete = False
    show_change_link = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """All of them: a form for what no form may hold would be an error."""
        return self.fields or ()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _answering(form: type[forms.ModelForm[Any]], refused: Refused | None) -> type[forms.ModelForm[Any]]:
    """The same form; when an action refused what it holds, it says so and isn't valid."""
    if refused is None:
        return form
    said = [str(refused.message), *(str(problem) for problem in refused.problems)]

    class Answering(form):  # type: ignore[misc, valid-type]
        def clean(self) -> Any:
            cleaned = super().clean()
            for message in said:
                self.add_error(None, message)
            return cleaned

    return Answering


def _without_popups(field: Any) -> None:
    """Related objects are made on their own screens, not in windows over this one."""
    widget: Any = getattr(field, "widget", None)
    if hasattr(widget, "can_add_related"):
        widget.can_add_related = widget.can_change_related = False
        widget.can_delete_related = widget.can_view_related = False


def _version(request: HttpRequest) -> int | None:
    typed = request.POST.get(VERSION_FIELD, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def _kept_version(request: HttpRequest, original: Any) -> int | None:
    """The version the form was first opened with; None for a model without versions."""
    try:
        original and original._meta.get_field("version")
    except FieldDoesNotExist:
        return None
    return _version(request) if request.method == "POST" else getattr(original, "version", None)
