"""The addresses of django-allauth that we offer."""

from allauth.socialaccount.providers.openid_connect import urls as openid_connect
from django.urls import include, path

from . import sign_in_views as ours

urlpatterns = [
    # Instead of those that follow under the same address and name.
    path("login/", ours.SignIn.as_view(), name="account_login"),
    path("signup/", ours.SignUp.as_view(), name="account_signup"),
    path("password/reset/", ours.ForgottenPassword.as_view(), name="account_reset_password"),
    path("email/", ours.ChangeAddress.as_view(), name="account_email"),
    path("", include("allauth.account.urls")),
    path("second-factor/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("sso/", include("allauth.socialaccount.urls")),
    *openid_connect.urlpatterns,
]
