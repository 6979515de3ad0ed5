"""Addresses of reports."""

from django.urls import path

from . import bulletin_views, public_views, views

app_name = "reports"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("public/", public_views.public, name="public"),
    path("workshops/", views.workshops, name="workshops"),
    path("activities/", views.activities, name="activities"),
    path("limits/", views.limits, name="limits"),
    path("steps/", views.steps, name="steps"),
    path("overdue/", views.overdue, name="overdue"),
    path("bulletins/", bulletin_views.bulletins, name="bulletins"),
    path("bulletins/new/", bulletin_views.draw_up, name="draw_up"),
    path("bulletins/<str:number>/edit/", bulletin_views.edit, name="edit"),
]
