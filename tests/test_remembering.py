"""What is remembered comes back as it was built, rows and files, and is built anew where it would not fit."""

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import transaction

from gongfang.accounts.models import Division, Role, User
from gongfang.records.models import Record
from tests import remembering
from tests.factories import user
from tests.world import World, build, existing

pytestmark = pytest.mark.django_db
made: list[str] = []


def somebody() -> User:
    """Build an account and a file, change a division, and note that this was done."""
    made.append("built")
    Division.objects.filter(code="654200").update(name="地区")
    FileSystemStorage(settings.EVIDENCE_DIR).save("remembered/note.txt", ContentFile(b"note"))
    return user(Role.AUDITOR)


def forgotten() -> User:
    """Return what is built or remembered in a transaction that is undone."""
    with transaction.atomic():
        found = remembering.built_once(somebody)
        assert User.objects.get(pk=found.pk).login == found.login
        assert Division.objects.get(code="654200").name == "地区"
        assert (settings.EVIDENCE_DIR / "remembered/note.txt").read_bytes() == b"note"
        transaction.set_rollback(True)
    (settings.EVIDENCE_DIR / "remembered/note.txt").unlink()
    return found


def test_it_is_built_once_and_comes_back_with_its_files() -> None:
    made.clear()
    assert forgotten() == forgotten()
    assert len(made) == 1


def test_it_is_built_anew_where_something_else_was_there_before() -> None:
    forgotten()
    made.clear()
    user(Role.AUDIT_ADMIN)
    forgotten()
    assert len(made) == 1


def test_the_world_comes_back_row_by_row() -> None:
    with existing():
        pass
    memory = remembering.memories[build]
    with existing() as world:
        assert remembering.same(remembering.tables(), {**memory.before, **memory.after})
        assert Record.objects.exists()
        assert isinstance(world, World)
    assert not Record.objects.exists()
