"""All addresses of the installation, one include per app."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("theme/", views.set_theme, name="set_theme"),
    path("accounts/", include("config.account_urls")),
    path("admin/", admin.site.urls),
    path("records/", include("records.urls")),
    path("documents/", include("records.document_urls")),
    path("centres/", include("centres.urls")),
    path("appraisal/", include("appraisal.urls")),
    path("money/", include("payroll.urls")),
]
if settings.DEBUG:
    from config.styleguide import styleguide

    urlpatterns += [path("styleguide", styleguide)]
