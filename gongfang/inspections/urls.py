"""Pages of this app."""

from django.urls import path

from . import views

app_name = "inspections"
urlpatterns = [
    path("", views.visits, name="visits"),
    path("cases/<str:number>/plan/", views.plan, name="plan"),
    path("visits/<int:pk>/", views.report, name="report"),
    path("visits/<int:pk>/draft/", views.draft, name="draft"),
    path("visits/<int:pk>/photos/", views.add_photo, name="add_photo"),
    path("photos/<int:pk>/", views.preview, name="preview"),
    path("photos/<int:pk>/remove/", views.remove_photo, name="remove_photo"),
    path("visits/<int:pk>/sign/", views.sign, name="sign"),
    path("visits/<int:pk>/print/", views.print_report, name="print"),
]
