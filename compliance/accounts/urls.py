from django.urls import include, path

from . import organisation_views as organisations
from . import views

app_name = "accounts"

of_one = [
    path("people/", organisations.people, name="people"),
    path("people/invite/", organisations.invite, name="invite"),
    path("people/<int:member_id>/", organisations.member, name="member"),
    path("people/<int:member_id>/remove/", organisations.remove_member, name="remove_member"),
    path(
        "invitations/<int:invitation_id>/withdraw/",
        organisations.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("leave/", organisations.leave, name="leave"),
    path("settings/", organisations.settings, name="settings"),
    path("export/", organisations.export, name="export"),
    path("delete/", organisations.delete, name="delete"),
    path("log/", organisations.log, name="log"),
]

urlpatterns = [
    path("home/", views.home, name="home"),
    path("account/", views.account, name="account"),
    path("account/second-factor/", views.second_factor, name="second_factor"),
    path("account/name/", views.rename, name="rename"),
    path("account/delete/", views.delete_account, name="delete_account"),
    path("organisations/new/", views.new_organisation, name="new_organisation"),
    path("organisations/<uuid:organisation_id>/", include(of_one)),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
]
