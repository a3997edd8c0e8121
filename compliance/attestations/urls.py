from django.urls import path

from . import views

app_name = "attestations"

urlpatterns = [
    path("assessments/<uuid:assessment_id>/report/", views.report, name="report"),
]
