"""Every address of the site, by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("compliance.attestations.urls")),
    path("", include("compliance.assessments.urls")),
]

handler400 = "compliance.assessments.views.bad_request"
handler404 = "compliance.assessments.views.not_found"
handler500 = "compliance.assessments.views.server_error"
