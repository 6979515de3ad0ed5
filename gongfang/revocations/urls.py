"""Pages of this app."""

from django.urls import path, register_converter

from . import views


class AppealField:
    """A field of an appeal that can be shown."""

    regex = "real_name|contact"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(AppealField, "appeal_field")

app_name = "revocations"
urlpatterns = [
    path("", views.revocations, name="list"),
    path("choose/", views.choose, name="choose"),
    path("open/<slug:number>/", views.open_revocation, name="open"),
    path("consent/<slug:number>/", views.consent, name="consent"),
    path("appeals/<uuid:appeal>/<appeal_field:field>/", views.reveal, name="reveal"),
    path("<slug:number>/notice/", views.notice, name="notice"),
    path("<slug:number>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("<slug:number>/appeal/", views.appeal, name="appeal"),
    path("<slug:number>/decision/", views.decision, name="decision"),
]
