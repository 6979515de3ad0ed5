"""Files, the access log and the check of the chain."""

from django.urls import path

from . import views

app_name = "records"
urlpatterns = [
    path("files/<uuid:pk>/", views.file, name="file"),
    path("access/", views.access_log, name="access_log"),
    path("verify/", views.check_chain, name="check_chain"),
]
