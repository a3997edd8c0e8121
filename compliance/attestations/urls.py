from django.urls import include, path, re_path

from . import again_views, attestation_views, register_views, sign_views, tile_views, verify_views, views

app_name = "attestations"

of_one = [
    path("", attestation_views.attestation, name="attestation"),
    path("files/<slug:what>/", attestation_views.download, name="download"),
    path("go-on/", attestation_views.go_on, name="go_on"),
    path("withdraw/", attestation_views.withdraw, name="withdraw"),
    path("share/", attestation_views.share, name="share"),
]

# Where a log is served: its prefix, as C2SP tlog-tiles calls it.
LOG = r"^(?P<log>register(?:/[a-z0-9-]+)*)"

urlpatterns = [
    path("assessments/<uuid:assessment_id>/report/", views.report, name="report"),
    path("assessments/<uuid:assessment_id>/sign/", sign_views.sign, name="sign"),
    path("assessments/<uuid:assessment_id>/again/", again_views.again, name="compare"),
    path("assessments/<uuid:assessment_id>/sign/confirm/", sign_views.confirm, name="confirm"),
    path(
        "organisations/<uuid:organisation_id>/attestations/",
        attestation_views.attestations,
        name="attestations",
    ),
    path(
        "organisations/<uuid:organisation_id>/attestations/<uuid:attestation_id>/",
        include(of_one),
    ),
    path("verify/", verify_views.verify, name="verify"),
    path("verify/<uuid:attestation_id>/", verify_views.status, name="status"),
    path("verify/<uuid:attestation_id>/file/", verify_views.file, name="file"),
    path("register/", register_views.register, name="register"),
    path("register/seal.pem", register_views.seal, name="seal"),
    path("register/feed.json", register_views.feed, name="feed"),
    re_path(LOG + r"/checkpoint$", tile_views.checkpoint, name="checkpoint"),
    re_path(LOG + r"/(?P<tile>tile/[0-9a-z/.]+)$", tile_views.tile, name="tile"),
]
