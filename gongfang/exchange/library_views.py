"""Pages of the project library: who could be offered, who was, and the list to take away."""

from collections.abc import Callable
from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongfang.cases.pages import let_in, now
from gongfang.records.csv_files import as_csv
from gongfang.records.sheets import XLSX, new_book
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused
from gongfang.web.paging import links, page_of
from gongfang.workshops.queries import BY_NAME

from . import library_sheet, permissions, queries, services
from .forms import LibraryFilter
from .sections import row_of

OFFERED_AT_ONCE = 200
_NEWEST_FIRST = ("-state_since", "-id")


@login_required
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Show what was offered to the library, and to who offers, what could be."""
    user = let_in(request, permissions.may_see_library)
    form = LibraryFilter(request.GET)
    chosen = form.chosen()
    rows = queries.library_entries(state=chosen.get("state", ""))
    page = page_of(rows, order=_NEWEST_FIRST, cursor=request.GET.get("after"), size=queries.PAGE)
    may_offer = permissions.may_offer(user)
    context = {
        "form": form,
        "rows": [row_of(entry) for entry in page.items],
        "eligible": queries.eligible().order_by(*BY_NAME)[:OFFERED_AT_ONCE] if may_offer else [],
        "may_offer": may_offer,
        "may_export": permissions.may_export_library(user),
        "clause": clauses.PROJECT_LIBRARY,
        **links(page, **chosen),
    }
    return render(request, "exchange/library.html", context)


@login_required
@require_POST
def offer(request: HttpRequest) -> HttpResponse:
    """Offer the chosen workshops."""
    user, at = let_in(request, permissions.may_offer), now()
    numbers = request.POST.getlist("workshop")[:OFFERED_AT_ONCE]
    chosen = queries.eligible().filter(number__in=[number for number in numbers if "\0" not in number])
    count = 0
    for workshop in chosen:
        try:
            services.offer_to_library(workshop, by=user, at=at)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        else:
            count += 1
    if count:
        messages.success(request, _("已推送 %(count)s 家工坊。") % {"count": count})
    elif not numbers:
        messages.error(request, _("请先选择要推送的工坊。"))
    return redirect("exchange:library")


@login_required
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse | StreamingHttpResponse:
    """Hand out the list as a spreadsheet or as CSV, with the filter that the page shows. No person is named."""
    let_in(request, permissions.may_export_library)
    write = _WRITERS.get(kind)
    if write is None:
        raise Http404
    state = LibraryFilter(request.GET).chosen().get("state", "")
    rows = library_sheet.rows(queries.library_entries(state=state))
    return write([list(library_sheet.HEADINGS), *rows])


def _as_xlsx(rows: list[list[str]]) -> HttpResponse:
    target = BytesIO()
    with new_book(target) as book:
        sheet = book.add_worksheet(library_sheet.SHEET)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(rows[0]) - 1, 20)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    headers = {"Content-Disposition": "attachment; filename=library.xlsx"}
    return HttpResponse(target.getvalue(), content_type=XLSX, headers=headers)


def _as_csv(rows: list[list[str]]) -> StreamingHttpResponse:
    return as_csv("library.csv", rows[0], rows[1:])


_WRITERS: dict[str, Callable[[list[list[str]]], HttpResponse | StreamingHttpResponse]] = {
    "xlsx": _as_xlsx,
    "csv": _as_csv,
}
