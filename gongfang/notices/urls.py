"""Pages of this app: under /notices/, beside the portal's own list and pages of notices."""

from django.urls import path, register_converter

from . import office_views, views


class ObjectorField:
    """A field of an objector that can be shown."""

    regex = "real_name|contact"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ObjectorField, "objector_field")

app_name = "notices"
urlpatterns = [
    path("objections/", views.follow, name="follow"),
    path("objections/receipt/", views.receipt, name="receipt"),
    path("office/", office_views.notices, name="office"),
    path("office/objections/", office_views.objections, name="objections"),
    path("office/publish/", office_views.publish, name="publish_list"),
    path("office/publish/<slug:number>/", office_views.publish, name="publish"),
    path("office/paper/<slug:number>/", office_views.paper, name="paper"),
    path("objectors/<uuid:objector>/<objector_field:field>/", office_views.reveal, name="reveal"),
    path("<slug:number>/object/", views.object_to, name="object"),
]
