"""The addresses of a preview: its own, then the site's."""

from django.urls import include, path
from django.views.generic import RedirectView

from compliance.accounts.access import public

from . import views

own = [
    path("", views.start, name="start"),
    path("draft/stamp/", views.stamp, name="stamp"),
    path("draft/cases/<str:name>/", views.begin_with_case, name="case"),
    path("draft/<uuid:assessment_id>/", views.everything, name="everything"),
]

urlpatterns = [
    path("", include((own, "preview"))),
    path(
        "help/", public(RedirectView.as_view(pattern_name="preview:start"))
    ),  # the site's help is about another
    path("", include("compliance.urls")),
]

handler400 = "compliance.assessments.errors.bad_request"
handler404 = "compliance.assessments.errors.not_found"
handler429 = "compliance.assessments.errors.too_often"
handler500 = "compliance.assessments.errors.server_error"
