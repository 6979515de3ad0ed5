"""A recognised workshop, made by the service that `confirm` calls."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from gongfang.accounts.models import Division
from gongfang.workshops import services
from gongfang.workshops.models import Workshop
from gongfang.workshops.services import ReliedItem
from tests import factories

Maker = Callable[..., Workshop]
FELT = ReliedItem(name="哈萨克族毡绣和布绣", category="crafts", level="national")
_sequence = itertools.count(1)


@pytest.fixture
def make_workshop(db: None) -> Maker:
    """Return a maker of recognised workshops; keywords replace what is usual."""

    def make(*, county: str = factories.TUOLI, **changes: Any) -> Workshop:
        number = next(_sequence)
        usual: dict[str, Any] = {
            "application_number": f"SQ2026-{number:04d}",
            "county": Division.objects.get(code=county),
            "name": "库甫花毡工坊",
            "operator_name": "托里县花毡专业合作社",
            "operator_kind": "cooperative",
            "credit_code": "",
            "responsible_id_index": "",
            "items": [FELT],
            "category": "crafts",
            "document_number": "塔地文旅发〔2026〕12号",
            "recognised_on": factories.beijing("2026-06-30 10:00").date(),
            "batch": "2026年第一批",
            "at": factories.beijing("2026-06-30 10:00"),
        }
        return services.recognise(**usual | changes)

    return make


@pytest.fixture
def workshop(make_workshop: Maker) -> Workshop:
    return make_workshop()
