"""A list view that is posted to hands out its rows as a spreadsheet; each export is written down."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongfang.regulation.time_limits import beijing_date
from gongfang.web import paging
from gongfang.web.exporting import CONTENT_TYPE, Sheet, Writing

View = Callable[..., HttpResponse]
Recorder = Callable[[HttpRequest, str, int, datetime], object]
PAGE = 1000
"""How many rows are read at once."""


def exported(sheet: Sheet) -> Callable[[View], View]:
    """Let a list view hand out its rows as a spreadsheet when it is posted to."""

    def decorate(view: View) -> View:
        @wraps(view)
        def listed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                return _export(request, sheet, lambda: view(request, *args, **kwargs))
            response = view(request, *args, **kwargs)
            if isinstance(response, TemplateResponse) and response.context_data is not None:
                response.context_data["offers_export"] = True
            return response

        listed.sheet = sheet  # type: ignore[attr-defined]
        return cast(View, listed)

    return decorate


def sheet_of(view: Any) -> Sheet | None:
    """Return what a view hands out, if it is a list that does."""
    return getattr(view, "sheet", None)


_recorders: list[Recorder] = []


def recorded_by(recorder: Recorder) -> None:
    """Let `recorder(request, list, number of rows, at)` write down every export."""
    _recorders.append(recorder)


def _export(request: HttpRequest, sheet: Sheet, call: Callable[[], HttpResponse]) -> HttpResponseBase:
    if not _recorders:
        raise ImproperlyConfigured("nobody writes down who exports lists")
    request.method = "GET"  # for the view it is a look at the list
    with paging.walking(PAGE) as walk:
        first = call()
        if not isinstance(first, TemplateResponse):
            return first
        target = tempfile.TemporaryFile()  # noqa: SIM115  # handed over to the response, which closes it
        at = timezone.now()
        writing = Writing(target, sheet, at, filters=_filters(first.context_data or {}))
        _fill(writing, _rows(sheet, first, walk, call))
    writing.close()
    assert request.resolver_match is not None
    for recorder in _recorders:
        recorder(request, request.resolver_match.view_name, writing.count, at)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=_file_name(writing), content_type=CONTENT_TYPE)


def _rows(
    sheet: Sheet, first: TemplateResponse, walk: paging.Walk, call: Callable[[], HttpResponse]
) -> Iterator[Any]:
    """Yield the rows of all pages."""
    response: HttpResponse = first
    while isinstance(response, TemplateResponse):
        yield from sheet.rows_of(response.context_data or {})
        if not walk.cursor:
            return
        response = call()


def _fill(writing: Writing, rows: Iterable[Any]) -> None:
    for row in rows:
        if writing.count == settings.GONGFANG_EXPORT_ROWS_MAX:
            writing.is_cut = True
            return
        writing.add(row)


def _filters(context: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what the list is narrowed to, in the words of its form."""
    form = context.get("form")
    if form is None:
        return []
    given = getattr(form, "cleaned_data", {})
    return [(str(form[name].label), _in_words(form.fields[name], value)) for name, value in given.items() if value]


def _in_words(form_field: Any, value: Any) -> str:
    choices = {str(key): str(label) for key, label in getattr(form_field, "choices", ())}
    return choices.get(str(getattr(value, "pk", value)), str(value))


def _file_name(writing: Writing) -> str:
    name = str(writing.sheet.name)
    if writing.is_cut:
        name = _("%(name)s（前 %(number)s 行）") % {"name": name, "number": writing.count}
    return f"{name} {beijing_date(writing.at)}.xlsx"
