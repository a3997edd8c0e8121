from django.urls import path

from . import (
    colleague_views,
    evidence_views,
    graph_views,
    link_views,
    prefill_views,
    trial_views,
    version_views,
    views,
)

app_name = "assessments"

urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.help_page, name="help"),
    path("rules/", views.newest_rules, name="newest_rules"),
    path("rules/<slug:questionnaire>/<str:version>/", views.rules, name="rules"),
    path("rules/<slug:questionnaire>/<str:new>/changes/<str:old>/", version_views.changes, name="changes"),
    path("rules/<slug:questionnaire>/<str:version>/graph/", graph_views.graph_page, name="graph"),
    path(
        "rules/<slug:questionnaire>/<str:version>/graph.svg", graph_views.graph_picture, name="graph_picture"
    ),
    path("start/<slug:questionnaire>/", views.start, name="start"),
    path("resume/", link_views.resume, name="resume"),
    path("resume/<str:token>/", link_views.open_link, name="open_link"),
    path("organisations/<uuid:organisation_id>/", colleague_views.board_page, name="board"),
    path("organisations/<uuid:organisation_id>/start/", colleague_views.start, name="start_for"),
    path("organisations/<uuid:organisation_id>/take-along/", colleague_views.take_along, name="take_along"),
    path("assessments/<uuid:assessment_id>/describe/", colleague_views.describe, name="describe"),
    path("assessments/<uuid:assessment_id>/copy/", colleague_views.copy, name="copy"),
    path("assessments/<uuid:assessment_id>/assign/", colleague_views.assign, name="assign"),
    path(
        "assessments/<uuid:assessment_id>/assign/<int:assignment_id>/end/",
        colleague_views.unassign,
        name="unassign",
    ),
    path(
        "assessments/<uuid:assessment_id>/answers/<slug:question_id>/", colleague_views.answer, name="answer"
    ),
    path("assessments/<uuid:assessment_id>/", views.tasks, name="tasks"),
    path("assessments/<uuid:assessment_id>/bring/", prefill_views.bring, name="bring"),
    path("assessments/<uuid:assessment_id>/questions/<slug:slug>/", views.question, name="question"),
    path(
        "assessments/<uuid:assessment_id>/questions/<slug:slug>/evidence/",
        evidence_views.attach,
        name="attach",
    ),
    path("assessments/<uuid:assessment_id>/evidence/", evidence_views.listing, name="evidence"),
    path(
        "assessments/<uuid:assessment_id>/evidence/<uuid:evidence_id>/",
        evidence_views.download,
        name="download",
    ),
    path(
        "assessments/<uuid:assessment_id>/evidence/<uuid:evidence_id>/remove/",
        evidence_views.remove,
        name="remove_evidence",
    ),
    path("assessments/<uuid:assessment_id>/check/", views.check, name="check"),
    path("assessments/<uuid:assessment_id>/outcome/", views.outcome, name="outcome"),
    path("assessments/<uuid:assessment_id>/try/", trial_views.trial, name="try"),
    path("assessments/<uuid:assessment_id>/graph/", graph_views.own_graph_page, name="own_graph"),
    path(
        "assessments/<uuid:assessment_id>/graph.svg", graph_views.own_graph_picture, name="own_graph_picture"
    ),
    path("assessments/<uuid:assessment_id>/link/", link_views.private_link, name="private_link"),
    path("assessments/<uuid:assessment_id>/move/", version_views.move, name="move"),
    path("assessments/<uuid:assessment_id>/move/back/", version_views.move_back, name="move_back"),
    path("assessments/<uuid:assessment_id>/start-over/", views.start_over, name="start_over"),
    path("assessments/<uuid:assessment_id>/delete/", views.delete, name="delete"),
]
