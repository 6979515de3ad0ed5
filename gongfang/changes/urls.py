"""Pages of this app."""

from django.urls import path, register_converter

from . import county_views, views


class ResponsibleField:
    """A field of a responsible person that can be shown."""

    regex = "name|id_number"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ResponsibleField, "responsible_field")

app_name = "changes"
urlpatterns = [
    path("", views.changes, name="list"),
    path("workshops/<slug:number>/request/", views.request_change, name="request"),
    path("workshops/<slug:number>/surrender/", views.surrender, name="surrender"),
    path("workshops/<slug:number>/history/", views.history, name="history"),
    path("workshops/<slug:number>/account/", views.assign, name="assign"),
    path("people/<uuid:pk>/<responsible_field:field>/", views.reveal, name="reveal"),
    path("county/", county_views.county, name="county"),
    path("county/new/", county_views.enter, name="enter"),
    path("county/template/", county_views.template, name="template"),
    path("county/import/", county_views.upload, name="import"),
    path("county/import/confirm/", county_views.confirm, name="confirm"),
    path("county/<slug:number>/edit/", county_views.edit, name="edit"),
    path("county/<slug:number>/withdraw/", county_views.withdraw, name="withdraw"),
]
