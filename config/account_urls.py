"""Sign-in, password, second factor and sessions; sign-up and e-mail pages are left out on purpose."""

from django.urls import include, path

urlpatterns = [
    path("", include("allauth.urls")),
]
