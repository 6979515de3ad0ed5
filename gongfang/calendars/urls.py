"""The calendar's pages, for officials."""

from django.urls import path

from . import views

app_name = "calendars"
urlpatterns = [
    path("", views.years, name="years"),
    path("load/", views.load, name="load"),
    path("deadline/", views.deadline, name="deadline"),
    path("<int:year>/", views.year, name="year"),
]
