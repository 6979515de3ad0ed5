"""Pages of this app."""

from django.urls import path

from .views import growing, overview, recommending, training

app_name = "support"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("mine/", overview.mine, name="mine"),
    path("recommendations/", recommending.recommendations, name="recommendations"),
    path("recommendations/new/", recommending.open_recommendation, name="open_recommendation"),
    path("recommendations/<str:number>/candidates/", recommending.candidates, name="candidates"),
    path("recommendations/<str:number>/refresh/", recommending.refresh, name="refresh"),
    path("candidates/<int:pk>/", recommending.candidate, name="candidate"),
    path("candidates/<int:pk>/unchoose/", recommending.unchoose, name="unchoose"),
    path("courses/", training.courses, name="courses"),
    path("courses/new/", training.open_course, name="open_course"),
    path("courses/<str:number>/enrol/", training.enrol, name="enrol"),
    path("courses/<str:number>/attendance/", training.attendance, name="attendance"),
    path("enrolments/<uuid:pk>/withdraw/", training.withdraw_enrolment, name="withdraw_enrolment"),
    path("plans/save/", training.save_plan, name="save_plan"),
    path("help/", training.help_requests, name="help_requests"),
    path("workshops/<str:number>/help/", training.ask_help, name="ask_help"),
    path("successions/", growing.successions, name="successions"),
    path("successions/<uuid:pk>/", growing.succession, name="succession"),
    path("successions/<uuid:pk>/decide/", growing.decide_succession, name="decide_succession"),
    path("successions/<uuid:pk>/end/", growing.end_succession, name="end_succession"),
    path("successions/<uuid:pk>/activities/new/", growing.add_activity, name="add_activity"),
    path("workshops/<str:number>/successions/new/", growing.propose_succession, name="propose_succession"),
    path("brands/", growing.brands, name="brands"),
    path("brands/<int:pk>/remove/", growing.remove_brand, name="remove_brand"),
    path("workshops/<str:number>/brands/new/", growing.record_brand, name="record_brand"),
]
