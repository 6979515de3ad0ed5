"""Addresses of archives."""

from django.urls import path

from . import views

app_name = "archives"
urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("<str:number>/", views.archive, name="archive"),
]
