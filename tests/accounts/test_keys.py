"""Keys: made once, private, rotated without losing a row, demanded in production."""

import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from gongfang.accounts import checks, keys, queries, rotation
from gongfang.accounts.encryption import DecryptionError, Sealed, blind_index, blind_indexes, decrypt, encrypt
from gongfang.accounts.models import User

from .. import factories


def test_the_first_key_is_made_once_and_for_this_account_only(key_folder: Path) -> None:
    assert [keys.newest_id("data"), keys.newest_id("data")] == [1, 1]
    (file,) = key_folder.iterdir()
    assert file.name == "data-0001.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(bytes.fromhex(file.read_text())) == keys.KEY_BYTES


def test_production_demands_keys_and_says_how_to_make_them(settings: Any, key_folder: Path) -> None:
    settings.GONGFANG_KEYS_ON_FIRST_USE = False
    with pytest.raises(keys.KeyMissing, match="manage.py add_key"):
        keys.newest_id("data")
    assert [error.id for error in checks.keys_are_at_hand()] == ["gongfang.E102"] * len(keys.KEY_CLASSES)
    for key_class in keys.KEY_CLASSES:
        call_command("add_key", key_class, stdout=StringIO())
    assert checks.keys_are_at_hand() == []
    assert keys.newest_id("data") == 1


def test_a_key_others_can_read_is_reported(key_folder: Path) -> None:
    keys.add_key("data")
    assert checks.keys_are_private() == []
    (file,) = key_folder.iterdir()
    file.chmod(0o640)
    assert [error.id for error in checks.keys_are_private()] == ["gongfang.E103"]


def test_a_new_key_writes_and_the_old_one_still_reads(key_folder: Path) -> None:
    old = encrypt("值", b"here")
    assert keys.add_key("data") == 2
    new = encrypt("值", b"here")
    assert (old.is_current(), new.is_current()) == (False, True)
    assert decrypt(old, b"here") == decrypt(new, b"here") == "值"
    (key_folder / "data-0001.key").unlink()
    assert decrypt(new, b"here") == "值"
    with pytest.raises(DecryptionError):
        decrypt(old, b"here")


def test_another_installations_key_opens_nothing(key_folder: Path) -> None:
    sealed = encrypt("值", b"here")
    (key_folder / "data-0001.key").unlink()
    keys.add_key("data")
    with pytest.raises(DecryptionError):
        decrypt(sealed, b"here")


def test_look_ups_find_values_indexed_under_either_key(key_folder: Path) -> None:
    old = blind_index("13800138000", "login")
    keys.add_key("index")
    assert blind_indexes("13800138000", "login") == [old, blind_index("13800138000", "login")]


def sealed_logins() -> list[Sealed]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT login FROM accounts_user")
        return [Sealed(bytes(row[0])) for row in cursor]


@pytest.mark.django_db
def test_reencrypt_moves_every_row_and_the_old_keys_can_go(key_folder: Path, settings: Any) -> None:
    people = [factories.applicant() for _ in range(5)]
    logins = {user.pk: user.login for user in people}
    keys.add_key("data")
    keys.add_key("index")
    settings.GONGFANG_CIPHER = "SM4-GCM"
    assert queries.user_by_login(people[0].login) == people[0]
    assert rotation.reencrypt(User, batch_size=2) == 5
    assert all(sealed.is_current() for sealed in sealed_logins())
    (key_folder / "data-0001.key").unlink()
    (key_folder / "index-0001.key").unlink()
    assert {user.pk: user.login for user in User.objects.all()} == logins
    assert queries.user_by_login(people[0].login) == people[0]


@pytest.mark.django_db
def test_reencrypt_goes_on_where_it_was_stopped(key_folder: Path) -> None:
    people = [factories.applicant() for _ in range(3)]
    keys.add_key("data")
    done = User.objects.get(pk=people[1].pk)
    done.login = done.login
    done.save()
    # The login of the second is current; its e-mail was never opened, so it still waits.
    assert rotation.reencrypt(User, batch_size=500) == 3
    assert rotation.reencrypt(User, batch_size=500) == 0


@pytest.mark.django_db
def test_reencrypt_command_reports_every_table(key_folder: Path) -> None:
    factories.applicant()
    keys.add_key("data")
    out = StringIO()
    call_command("reencrypt", batch=1, stdout=out)
    assert "accounts.User: 1" in out.getvalue()
