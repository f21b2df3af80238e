"""The admin site of this project: Django's own, in our look, asking `user.can`."""

from django.contrib.admin.apps import AdminConfig


class AppraisalAdminConfig(AdminConfig):
    default_site = "config.admin_site.AppraisalAdminSite"
