"""Pages of this app."""

from django.urls import path

from . import views

app_name = "oversight"
urlpatterns = [
    path("", views.monitoring, name="monitoring"),
    path("campaigns/", views.campaigns, name="campaigns"),
    path("campaigns/new/", views.plan_campaign, name="plan_campaign"),
    path("campaigns/<str:number>/draw.json", views.draw_document, name="draw_document"),
    path("checks/", views.checks, name="checks"),
    path("checks/<str:number>/findings/new/", views.note_finding_of_check, name="note_finding_of_check"),
    path("findings/", views.findings, name="findings"),
    path("workshops/<str:number>/check/", views.plan_check, name="plan_check"),
    path("workshops/<str:number>/findings/new/", views.note_finding, name="note_finding"),
]
