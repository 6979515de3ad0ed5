"""Where every page lives: one prefix an app, the portal at the root."""

from django.urls import include, path

from gongfang.api.site import api

urlpatterns = [
    path("accounts/", include("gongfang.accounts.urls")),
    path("accounts/", include("gongfang.accounts.sign_in_urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("cases/", include("gongfang.cases.urls")),
    path("applications/", include("gongfang.applications.urls")),
    path("inspections/", include("gongfang.inspections.urls")),
    path("panels/", include("gongfang.panels.urls")),
    path("notices/", include("gongfang.notices.urls")),
    path("revocations/", include("gongfang.revocations.urls")),
    path("filings/", include("gongfang.filings.urls")),
    path("evaluations/", include("gongfang.evaluations.urls")),
    path("changes/", include("gongfang.changes.urls")),
    path("oversight/", include("gongfang.oversight.urls")),
    path("support/", include("gongfang.support.urls")),
    path("catalogue/", include("gongfang.catalogue.urls")),
    path("fairs/", include("gongfang.fairs.urls")),
    path("exchange/", include("gongfang.exchange.urls")),
    path("reports/", include("gongfang.reports.urls")),
    path("simulation/", include("gongfang.simulation.urls")),
    path("consultations/", include("gongfang.consultations.urls")),
    path("documents/", include("gongfang.documents.urls")),
    path("archives/", include("gongfang.archives.urls")),
    path("workshops/", include("gongfang.workshops.urls")),
    path("api/v1/", api.urls),
    path("api/", include("gongfang.api.urls")),
    path("records/", include("gongfang.records.urls")),
    path("calendar/", include("gongfang.calendars.urls")),
    path("messages/", include("gongfang.notifications.urls")),
    path("", include("gongfang.public.urls")),
]

handler403 = "gongfang.web.views.permission_denied"
handler404 = "gongfang.web.views.page_not_found"
