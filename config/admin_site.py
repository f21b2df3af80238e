"""The admin site class, apart from its AppConfig so that apps load before it."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AppraisalAdminSite(admin.AdminSite):
    site_header = site_title = _("乡镇卫生院绩效考核")
    index_title = _("数据管理")

    def has_permission(self, request: HttpRequest) -> bool:
        """Any signed-in account may open the admin; each ModelAdmin asks for its own capability."""
        return bool(request.user.is_authenticated and request.user.is_active)
