"""The pages of allauth that are offered. Its pages for e-mail management and sign-in codes do not exist here."""

from allauth.account import views as allauth_views
from django.urls import path

from gongfang.accounts import sign_in, views

urlpatterns = [
    path("login/", sign_in.login, name="account_login"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("signup/", allauth_views.signup, name="account_signup"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", allauth_views.password_change, name="account_change_password"),
    path("password/reset/", views.request_password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_requested, name="account_reset_password_done"),
]
