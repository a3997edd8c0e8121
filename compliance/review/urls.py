from django.urls import URLPattern, URLResolver, include, path

from . import case_views, company_views, incident_views, queue_views, saved_views

app_name = "review"

of_one = [
    path("", case_views.case, name="case"),
    path("files/<int:enclosure_id>/", case_views.file, name="file"),
    path("about/<slug:slug>/", case_views.about, name="about"),
    path("take/", case_views.take, name="take"),
    path("decide/", case_views.decide, name="decide"),
    path("second/", case_views.second, name="second"),
    path("letter/<slug:what>/", case_views.letter, name="letter"),
    path("what-if/", case_views.what_if, name="what_if"),
]

of_sent = [
    path("incident/", incident_views.report, name="report_incident"),
    path("", company_views.sent, name="sent"),
    path("files/<int:enclosure_id>/", company_views.own_file, name="own_file"),
    path("letter/<slug:what>/", company_views.own_letter, name="own_letter"),
    path("questions/<int:clarification_id>/", company_views.answer, name="answer"),
]

of_queue = [
    path("", queue_views.desk, name="queue"),
    path("assign/", queue_views.assign, name="assign"),
    path("views/", saved_views.views, name="views"),
    path("views/save/", saved_views.save, name="save_view"),
    path("views/<int:view_id>/first/", saved_views.show_first, name="show_first"),
    path("views/<int:view_id>/delete/", saved_views.delete, name="delete_view"),
]

of_organisation: list[URLPattern | URLResolver] = [
    path("attestations/<uuid:attestation_id>/submit/", company_views.submit, name="submit"),
    path("submissions/", company_views.submissions, name="submissions"),
    path("submissions/<uuid:submission_id>/", include(of_sent)),
    path("desk/", include(of_queue)),
    path("desk/<uuid:submission_id>/", include(of_one)),
    path("desk/incidents/", incident_views.listed, name="incidents"),
    path("desk/incidents/new/", incident_views.note, name="note_incident"),
    path("desk/incidents/<uuid:incident_id>/", incident_views.incident, name="incident"),
]

urlpatterns = [path("organisations/<uuid:organisation_id>/", include(of_organisation))]
