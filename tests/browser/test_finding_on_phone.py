"""What a check found wrong is put right from a phone: the report with a photograph, within the period."""

import pytest

from gongfang.oversight import services
from gongfang.oversight.models import Finding
from gongfang.records.models import EvidenceFile
from tests.browser.clock import Clock
from tests.browser.pages import PHONE, Site
from tests.factories import beijing
from tests.oversight import cast

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
WORDS = "消防通道已清空，毛料移入库房。"


@pytest.fixture
def ordered(clock: Clock) -> Finding:
    """Return a finding that is to be put right by 9 April 2027."""
    clock.move_to(beijing("2027-03-11 09:00"))
    return cast.ordered()


def photographs() -> list[dict[str, object]]:
    return [
        {"name": name, "mimeType": "image/jpeg", "buffer": cast.photo().read()} for name in ("一.jpg", "二.jpg")
    ]


def test_the_workshop_reports_with_photographs_and_the_office_closes(
    site: Site, clock: Clock, ordered: Finding
) -> None:
    assert ordered.holder
    phone = site.signed_in(ordered.holder, PHONE)
    phone.open_case(ordered.number)
    phone.sees("限期整改", "2027年4月9日")
    assert phone.fits()
    phone.start_step(ordered.number, "报告整改结果")
    assert phone.fits()
    phone.fill(reply=WORDS, files=photographs())
    phone.confirm("报告整改结果")
    phone.sees("待复查", "一.jpg", "二.jpg")
    assert EvidenceFile.objects.filter(case=ordered, section=services.REPLY).count() == 2
    lead = site.signed_in(cast.lead())
    lead.open_case(ordered.number)
    lead.sees(WORDS)
    lead.take_step(ordered.number, "办结", reasons="复查合格")
    assert Finding.objects.get(pk=ordered.pk).state == "closed"
