"""The portal, at the root of the site."""

from django.urls import path
from django.views.generic import RedirectView

from . import announcement_views, draw_views, explanation_views, register_views, views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("calls/", views.calls, name="calls"),
    path("calls/<int:pk>/", views.call, name="call"),
    path("notices/", views.notices, name="notices"),
    path("notices/<slug:number>/", views.notice, name="notice"),
    path("announcements/", announcement_views.announcements, name="announcements"),
    path("announcements/<slug:number>/", announcement_views.announcement, name="announcement"),
    path("objections/", RedirectView.as_view(pattern_name="notices:follow"), name="objections"),
    path("directory/", register_views.directory, name="directory"),
    path("directory/<slug:public_id>/", register_views.workshop, name="workshop"),
    path("p/<str:code>", register_views.plaque, name="plaque"),
    path("draws/", draw_views.draws, name="draws"),
    path("draws/<slug:number>/", draw_views.draw, name="draw"),
    path("draws/<slug:number>/draw.json", draw_views.document, name="draw_document"),
    path("readings/", explanation_views.readings, name="readings"),
    path("time-limits/", explanation_views.time_limits, name="time_limits"),
    path("procedure/", explanation_views.procedure, name="procedure"),
    path("accessibility/", explanation_views.accessibility, name="accessibility"),
    path("privacy/", explanation_views.privacy, name="privacy"),
    path("robots.txt", explanation_views.robots, name="robots"),
]
