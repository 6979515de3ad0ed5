"""Rows as a CSV file for spreadsheet programs, sent as it is made."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

from .sheets import inert

BYTE_ORDER_MARK = "\ufeff"
"""Spreadsheet programs read a CSV file as UTF-8 only with it."""


def as_csv(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """Stream rows as a CSV file whose cells no spreadsheet program takes for formulas."""

    def lines() -> Iterator[str]:
        yield BYTE_ORDER_MARK
        writer = csv.writer(_Echo())
        yield writer.writerow(columns)
        for row in rows:
            yield writer.writerow([inert("" if cell is None else str(cell)) for cell in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class _Echo:
    def write(self, text: str) -> str:
        return text
