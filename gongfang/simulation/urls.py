"""Addresses of the what-if page."""

from django.urls import path

from . import views

app_name = "simulation"
urlpatterns = [path("", views.what_if, name="what_if")]
