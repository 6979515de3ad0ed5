"""Addresses of exchange."""

from django.urls import path

from . import employment_views, library_views, matching_views, register_views, subsidy_views

app_name = "exchange"
urlpatterns = [
    path("register/", register_views.register, name="register"),
    path("register/template/", register_views.template, name="template"),
    path("register/upload/", register_views.upload, name="upload"),
    path("register/imports/<uuid:pk>/", register_views.import_page, name="import"),
    path("register/imports/<uuid:pk>/progress/", register_views.progress, name="progress"),
    path("register/imports/<uuid:pk>/problems.csv", register_views.problems, name="problems"),
    path("register/imports/<uuid:pk>/confirm/", register_views.confirm, name="confirm"),
    path("matchings/", matching_views.matchings, name="matchings"),
    path("matchings/run/", matching_views.run, name="run"),
    path("matchings/<uuid:pk>/", matching_views.matching, name="matching"),
    path("mismatches/<str:number>/settle/", matching_views.settle, name="settle"),
    path("subsidies/", subsidy_views.subsidies, name="subsidies"),
    path("workshops/<str:number>/subsidies/new/", subsidy_views.grant, name="grant"),
    path("subsidies/<str:number>/spendings/<uuid:pk>/reject/", subsidy_views.reject, name="reject"),
    path("library/", library_views.library, name="library"),
    path("library/offer/", library_views.offer, name="offer"),
    path("library/export.<str:kind>", library_views.export, name="export"),
    path("policies/", employment_views.policies, name="policies"),
    path("policies/new/", employment_views.record_policy, name="record_policy"),
    path("policies/<int:pk>/", employment_views.policy, name="policy"),
    path("trainings/", employment_views.trainings, name="trainings"),
    path("trainings/new/", employment_views.record_training, name="record_training"),
    path("trainings/<int:pk>/", employment_views.training, name="training"),
]
