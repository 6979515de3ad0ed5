"""Addresses of fairs and placements."""

from django.urls import path

from . import views

app_name = "fairs"
urlpatterns = [
    path("", views.fairs, name="fairs"),
    path("plan/", views.plan, name="plan"),
    path("placements/", views.placements, name="placements"),
    path("placements/new/", views.place, name="place"),
    path("placements/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/", views.fair, name="fair"),
    path("<int:pk>/invite/", views.invite, name="invite"),
]
