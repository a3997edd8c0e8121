from django.urls import include, path

app_name = "review"

desk: list[object] = []

urlpatterns = [
    path("organisations/<uuid:organisation_id>/desk/", include(desk)),
]
