"""Pages of cases. `<action>` is the step's name in the table."""

from django.urls import path

from . import inbox, views

app_name = "cases"
urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("<str:number>/", views.detail, name="detail"),
    path("<str:number>/<slug:action>/", views.step, name="step"),
]
