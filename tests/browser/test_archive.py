"""An archive is made on the page of a case and checked on a page; then one byte of it is changed, and found."""

from pathlib import Path

import pytest

from tests.archives.conftest import AWARDED, awarded_application
from tests.browser.clock import Clock
from tests.browser.pages import PHONE, Site
from tests.factories import auditor, head

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_an_archive_is_made_checked_changed_and_found_out(site: Site, clock: Clock, tmp_path: Path) -> None:
    application = awarded_application()
    clock.move_to(AWARDED)
    lead = site.with_session(head("prefecture.culture"))
    lead.open_case(application.number)
    lead.follow("制作档案包")
    with lead.page.expect_download() as started:
        lead.press("制作并下载")
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)
    assert file.name == f"{application.number}.zip"
    reader = site.with_session(auditor(), PHONE)
    reader.open("archives:verify")
    reader.fill(file=str(file))
    reader.press("核验")
    reader.sees("全部相符：没有一个字节被改动")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(bytes(content))
    reader.fill(file=str(file))
    reader.press("核验")
    reader.sees("处不符", "内容与")
