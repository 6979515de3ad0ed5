"""The project's pages, and beside them the yardstick: a bare Django view of 50 rows of the same table."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from gongfang import urls
from gongfang.applications.models import Application

_TABLE = (
    "<table>{% for row in rows %}<tr><td>{{ row.number }}</td><td>{{ row.title }}</td>"
    "<td>{{ row.region.name }}</td><td>{{ row.state }}</td></tr>{% endfor %}</table>"
)


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    rows = Application.objects.select_related("region").order_by("-pk")[:50]
    return HttpResponse(engines["django"].from_string(_TABLE).render({"rows": rows}, request))


urlpatterns = [path("bare/", bare), *urls.urlpatterns]
