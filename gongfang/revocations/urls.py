"""Pages of this app."""

from django.urls import URLPattern

app_name = "revocations"
urlpatterns: list[URLPattern] = []
