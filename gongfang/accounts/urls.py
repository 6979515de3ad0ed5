"""One's own account, and the accounts of others for those who keep them."""

from django.urls import path

from gongfang.accounts import views
from gongfang.accounts.administration import views as administration

app_name = "accounts"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("privacy/", views.privacy, name="privacy"),
    path("password/new/<str:uidb64>/<str:token>/", views.set_new_password, name="set_new_password"),
    path("people/", administration.people, name="people"),
    path("people/new/", administration.create_account, name="create_account"),
    path("people/<str:username>/", administration.person, name="person"),
    path("people/<str:username>/disable/", administration.disable, name="disable"),
    path("people/<str:username>/enable/", administration.enable, name="enable"),
    path("people/<str:username>/reset-password/", administration.reset_password, name="reset_password"),
    path("people/<str:username>/assign/", administration.assign, name="assign"),
    path(
        "people/<str:username>/reset-second-factor/",
        administration.reset_second_factor,
        name="reset_second_factor",
    ),
]
