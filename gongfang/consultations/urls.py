"""Addresses of consultations."""

from django.urls import path

from . import views

app_name = "consultations"
urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("call/", views.call, name="call"),
    path("<str:number>/assign/", views.assign, name="assign"),
]
