"""Every address of the site, by room."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("compliance.accounts.allauth_urls")),
    path("", include("compliance.accounts.urls")),
    path("", include("compliance.review.urls")),
    path("", include("compliance.attestations.urls")),
    path("", include("compliance.assessments.urls")),
]

handler400 = "compliance.assessments.errors.bad_request"
handler404 = "compliance.assessments.errors.not_found"
handler429 = "compliance.assessments.errors.too_often"
handler500 = "compliance.assessments.errors.server_error"
