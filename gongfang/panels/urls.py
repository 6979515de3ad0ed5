"""Pages of panels. `<number>` is a panel's or, where it says so, an application's."""

from django.urls import path

from . import applicant_views, expert_views, pool_views, views

app_name = "panels"
urlpatterns = [
    path("", views.panels, name="list"),
    path("announce/", views.announce, name="announce"),
    path("<str:number>/draw-minutes/", views.draw_minutes, name="draw_minutes"),
    path("mine/", expert_views.workspace, name="workspace"),
    path("mine/<str:number>/", expert_views.review, name="review"),
    path("mine/<str:number>/sign/", expert_views.sign, name="sign"),
    path("mine/<str:number>/<str:application>/", expert_views.score, name="score"),
    path("mine/<str:number>/<str:application>/draft/", expert_views.save_sheet, name="save_sheet"),
    path("applications/<str:application>/recusal/", applicant_views.request_recusal, name="recusal"),
    path("applications/<str:application>/waiver/", applicant_views.waive_recusal, name="waiver"),
    path("experts/", pool_views.experts, name="experts"),
    path("experts/new/", pool_views.edit, name="expert_new"),
    path("experts/import/", pool_views.import_experts, name="expert_import"),
    path("experts/template/", pool_views.template, name="expert_template"),
    path("experts/<uuid:key>/", pool_views.edit, name="expert_edit"),
    path("experts/<uuid:key>/phone/", pool_views.reveal_phone, name="expert_phone"),
    path("experts/relations/<uuid:key>/", pool_views.reveal_relation, name="expert_relation"),
]
