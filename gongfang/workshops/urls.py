"""Pages of this app."""

from django.urls import path

from . import views

app_name = "workshops"
urlpatterns = [
    path("", views.register, name="register"),
    path("mine/", views.mine, name="mine"),
    path("photos/<uuid:pk>/", views.photo, name="photo"),
    path("photos/<uuid:pk>/remove/", views.remove_photo, name="remove_photo"),
    path("plaques/<str:code>/", views.certificate, name="certificate"),
    path("plaques/<str:code>/qr.svg", views.qr_svg, name="qr_svg"),
    path("plaques/<str:code>/qr.png", views.qr_png, name="qr_png"),
    path("<str:number>/", views.detail, name="detail"),
    path("<str:number>/description/", views.describe, name="describe"),
    path("<str:number>/description/photos/", views.add_photo, name="add_photo"),
]
