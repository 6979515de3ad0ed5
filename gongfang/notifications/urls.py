"""Pages of messages."""

from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("", views.messages, name="messages"),
    path("read/", views.mark_all_read, name="mark_all_read"),
    path("<int:pk>/", views.message, name="message"),
]
