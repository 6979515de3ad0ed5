"""Pages of this app."""

from django.urls import path

from . import self_assessment_views, views

app_name = "evaluations"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:number>/self-assessment/", self_assessment_views.self_assess, name="self_assess"),
    path("<slug:number>/self-assessment/draft/", self_assessment_views.autosave, name="autosave"),
    path(
        "<slug:number>/self-assessment/<slug:dimension>/files/", self_assessment_views.add_files, name="add_files"
    ),
    path(
        "<slug:number>/self-assessment/files/<uuid:pk>/remove/",
        self_assessment_views.remove_file,
        name="remove_file",
    ),
    path("<slug:number>/scores/", views.score_evaluation, name="score_evaluation"),
    path("<slug:number>/sheet/", views.sheet, name="sheet"),
]
