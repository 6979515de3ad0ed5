"""Pages of annual filings and of the log of activities. What stands before `<number>` is no number."""

from django.urls import path

from .views import activities, lists, reading, steps, wizard

app_name = "filings"
urlpatterns = [
    path("", lists.index, name="index"),
    path("mine/", lists.mine, name="mine"),
    path("reveal/<slug:kind>/<uuid:pk>/<slug:field>/", reading.reveal, name="reveal"),
    path("activities/<str:workshop>/", activities.log, name="activities"),
    path("activities/<str:workshop>/add/", activities.add, name="add_activity"),
    path("activity/<uuid:pk>/", activities.change, name="change_activity"),
    path("activity/<uuid:pk>/remove/", activities.remove, name="remove_activity"),
    path("activity/files/<uuid:pk>/remove/", activities.remove_file, name="remove_activity_file"),
    path("<str:number>/edit/", wizard.PAGES.edit, name="edit"),
    path("<str:number>/edit/<slug:step>/", wizard.PAGES.step, name="part"),
    path("<str:number>/autosave/<slug:step>/", wizard.PAGES.autosave, name="autosave"),
    path("<str:number>/missing/", wizard.PAGES.beside, name="missing"),
    path("<str:number>/rows/<slug:kind>/add/", wizard.PAGES.add_row, name="add_row"),
    path("<str:number>/rows/<slug:kind>/<uuid:pk>/", wizard.PAGES.change_row, name="change_row"),
    path("<str:number>/rows/<slug:kind>/<uuid:pk>/remove/", wizard.PAGES.remove_row, name="remove_row"),
    path("<str:number>/files/<slug:slot>/add/", wizard.PAGES.add_file, name="add_file"),
    path("<str:number>/files/<uuid:pk>/remove/", wizard.PAGES.remove_file, name="remove_file"),
    path("<str:number>/roster/upload/", wizard.ROSTERS.upload, name="roster_upload"),
    path("<str:number>/roster/confirm/", wizard.ROSTERS.confirm, name="roster_confirm"),
    path("<str:number>/file/", steps.file, name="file"),
]
