"""The addresses of a demo: its own, then the site's."""

from django.urls import include, path

from . import views

own = [
    path("", views.people, name="people"),
    path("sign-in/<int:user_id>/", views.sign_in, name="sign_in"),
]

urlpatterns = [
    path("demo/", include((own, "demo"))),
    path("", include("compliance.urls")),
]

handler400 = "compliance.assessments.errors.bad_request"
handler404 = "compliance.assessments.errors.not_found"
handler429 = "compliance.assessments.errors.too_often"
handler500 = "compliance.assessments.errors.server_error"
