"""Addresses of centres."""

from django.urls import URLPattern, path

from centres.views import accounts, centres, lists

app_name = "centres"
urlpatterns: list[URLPattern] = [
    path("", centres.centre_list, name="list"),
    path("export.xlsx", centres.centre_export, name="export"),
    path("at/<slug:code>/", centres.centre_detail, name="centre"),
    path("clinics/", lists.clinic_list, name="clinics"),
    path("hospitals/", lists.hospital_list, name="hospitals"),
    path("staff/", lists.staff_list, name="staff"),
    path("lists/<slug:kind>/export.xlsx", lists.list_export, name="list-export"),
    path("accounts/", accounts.account_list, name="accounts"),
    path("accounts/new/", accounts.account_new, name="account_new"),
    path("accounts/<key:account_id>/", accounts.account_detail, name="account"),
    path("accounts/<key:account_id>/edit/", accounts.account_edit, name="account_edit"),
    path("accounts/<key:account_id>/deactivate/", accounts.account_deactivate, name="account_deactivate"),
    path("accounts/<key:account_id>/reactivate/", accounts.account_reactivate, name="account_reactivate"),
    path(
        "accounts/<key:account_id>/password/", accounts.account_reset_password, name="account_reset_password"
    ),
    path(
        "accounts/<key:account_id>/second-factor/",
        accounts.account_reset_second_factor,
        name="account_reset_second_factor",
    ),
    path("accounts/<key:account_id>/unlock/", accounts.account_unlock, name="account_unlock"),
]
