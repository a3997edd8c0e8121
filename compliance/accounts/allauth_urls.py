"""The addresses of django-allauth that we offer."""

from allauth.socialaccount.providers.openid_connect import urls as openid_connect
from django.urls import include, path

urlpatterns = [
    path("", include("allauth.account.urls")),
    path("second-factor/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("sso/", include("allauth.socialaccount.urls")),
    *openid_connect.urlpatterns,
]
