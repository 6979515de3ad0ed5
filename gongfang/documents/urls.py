"""Addresses of documents."""

from django.urls import path

from . import public_views, views

app_name = "documents"
urlpatterns = [
    path("", views.register, name="register"),
    path("certificates/", public_views.certificates, name="certificates"),
    path("certificates/public-keys.json", public_views.public_keys, name="public_keys"),
    path("of/<slug:number>/", views.of_case, name="of_case"),
    path("of/<slug:number>/<slug:kind>/", views.make, name="make"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/edit/", views.edit, name="edit"),
    path("<uuid:pk>/rewrite/", views.rewrite, name="rewrite"),
    path("<uuid:pk>/discard/", views.discard, name="discard"),
    path("<uuid:pk>/issue/", views.issue, name="issue"),
    path("<uuid:pk>/preview/", views.preview, name="preview"),
    path("<uuid:pk>/document.docx", views.docx, name="docx"),
    path("<uuid:pk>/document.pdf", views.pdf, name="pdf"),
]
