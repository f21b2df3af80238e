"""The admin site class, apart from its AppConfig so that apps load before it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from records.admin_base import OfficeModelAdmin


class AppraisalAdminSite(admin.AdminSite):
    """Django's admin inside our frame. Signing in, out and passwords are the working pages' business."""

    site_header = site_title = _("乡镇卫生院绩效考核")
    index_title = _("数据管理")
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take our own screens only: those of installed packages ask permissions that nobody has here."""
        if admin_class is not None and issubclass(admin_class, OfficeModelAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Any signed-in account may open the admin; each ModelAdmin asks for its own capability."""
        return bool(request.user.is_authenticated and request.user.is_active)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """All screens of the account, found out where a page shows them: Django asks for them on every page."""
        return SimpleLazyObject(lambda: super(AppraisalAdminSite, self).get_app_list(request, app_label))

    def _build_app_dict(self, request: HttpRequest, label: Any = None) -> Any:
        """Names as plain text: to sort lazy ones translates each of them again at every comparison."""
        apps: Any = super()._build_app_dict(request, label)
        for screen in (screen for app in apps.values() for screen in app["models"]):
            screen["name"] = str(screen["name"])
        return apps

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return _to("account_login", request)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return _to("account_logout", request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return _to("account_change_password", request)


def _to(name: str, request: HttpRequest) -> HttpResponse:
    response = redirect(name)
    if next_page := request.GET.get("next"):
        response["Location"] += f"?{request.GET.urlencode()}" if next_page else ""
    return response
