"""Every rehearsal of tests/rehearsals holds on the database the tests run on."""

from pathlib import Path

import pytest
from django.conf import settings

from gongfang.records.verification import verify
from gongfang.rehearsal import library, parsing, report
from gongfang.rehearsal.playing import play

pytestmark = pytest.mark.django_db
FILES = library.files(Path(settings.BASE_DIR))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rehearsal_holds(path: Path) -> None:
    performance = play(parsing.load(path))
    assert performance.holds, "\n".join(report.lines(performance))
    assert verify(with_files=False).is_sound
