"""Pages of rounds and applications. What stands before `<number>` is no number."""

from django.urls import path

from .views import lists, reading, roster, rounds, steps, wizard

app_name = "applications"
urlpatterns = [
    path("", lists.index, name="index"),
    path("mine/", lists.mine, name="mine"),
    path("start/", lists.start, name="start"),
    path("paper/", lists.start_paper, name="start_paper"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/open/", rounds.open_round, name="open_round"),
    path("rounds/<int:pk>/", rounds.detail, name="round"),
    path("rounds/<int:pk>/close/", rounds.close_round, name="close_round"),
    path("reveal/<slug:kind>/<uuid:pk>/<slug:field>/", reading.reveal, name="reveal"),
    path("roster/template.xlsx", roster.template, name="roster_template"),
    path("<str:number>/edit/", wizard.PAGES.edit, name="edit"),
    path("<str:number>/edit/<slug:step>/", wizard.PAGES.step, name="step"),
    path("<str:number>/autosave/<slug:step>/", wizard.PAGES.autosave, name="autosave"),
    path("<str:number>/precheck/", wizard.PAGES.beside, name="precheck"),
    path("<str:number>/rows/<slug:kind>/add/", wizard.PAGES.add_row, name="add_row"),
    path("<str:number>/rows/<slug:kind>/<uuid:pk>/", wizard.PAGES.change_row, name="change_row"),
    path("<str:number>/rows/<slug:kind>/<uuid:pk>/remove/", wizard.PAGES.remove_row, name="remove_row"),
    path("<str:number>/files/<slug:slot>/add/", wizard.PAGES.add_file, name="add_file"),
    path("<str:number>/files/<uuid:pk>/remove/", wizard.PAGES.remove_file, name="remove_file"),
    path("<str:number>/roster/upload/", roster.ROSTERS.upload, name="roster_upload"),
    path("<str:number>/roster/confirm/", roster.ROSTERS.confirm, name="roster_confirm"),
    path("<str:number>/submit/", steps.submit, name="submit"),
    path("<str:number>/resubmit/", steps.resubmit, name="resubmit"),
    path("<str:number>/paper/", steps.enter_paper, name="enter_paper"),
]
