"""Addresses of the interface and of the pages about it."""

from django.urls import path

from . import views

app_name = "api"
urlpatterns = [
    path("docs/", views.docs, name="docs"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<uuid:pk>/revoke/", views.revoke_token, name="revoke_token"),
    path("webhooks/", views.webhooks, name="webhooks"),
    path("webhooks/<uuid:pk>/end/", views.end_webhook, name="end_webhook"),
    path("v1/<path:path>", views.not_there, name="not_there"),
]
