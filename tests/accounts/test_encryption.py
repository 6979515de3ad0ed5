"""Encrypted fields: what is stored, what opens it, and what must not."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps

from gongfang.accounts.encryption import (
    BlindIndexField,
    DecryptionError,
    EncryptedTextField,
    Sealed,
    blind_index,
    decrypt,
    encrypt,
)
from gongfang.accounts.models import Role, User

from .. import factories

CIPHERS = ["AES-GCM", "SM4-GCM"]
HERE = b"people|1|phone"


def person(login: str, email: str = "") -> User:
    return User.objects.create_user(
        login=login, password=factories.PASSWORD, role=Role.APPLICANT, display_name="甲", email=email
    )


def stored(user: User, column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM accounts_user WHERE username = %s", [user.username])
        return bytes(cursor.fetchone()[0])


def store(user: User, column: str, value: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE accounts_user SET {column} = %s WHERE username = %s",
            [value, user.username],
        )


@pytest.mark.parametrize("cipher", CIPHERS)
def test_encrypt_opens_only_where_it_was_written(settings: Any, cipher: str) -> None:
    settings.GONGFANG_CIPHER = cipher
    sealed = encrypt("13800138000", HERE)
    assert decrypt(sealed, HERE) == "13800138000"
    assert b"13800138000" not in sealed.stored
    for elsewhere in (b"people|2|phone", b"people|1|login", b"firms|1|phone"):
        with pytest.raises(DecryptionError):
            decrypt(sealed, elsewhere)


@pytest.mark.parametrize("cipher", CIPHERS)
def test_every_flipped_bit_is_refused(settings: Any, cipher: str) -> None:
    settings.GONGFANG_CIPHER = cipher
    original = encrypt("110105", HERE).stored
    for position in range(len(original)):
        for bit in range(8):
            spoiled = bytearray(original)
            spoiled[position] ^= 1 << bit
            with pytest.raises(DecryptionError):
                decrypt(Sealed(bytes(spoiled)), HERE)


def test_a_shortened_ciphertext_is_refused() -> None:
    original = encrypt("x", HERE).stored
    for length in range(len(original)):
        with pytest.raises(DecryptionError):
            decrypt(Sealed(original[:length]), HERE)


def test_the_same_value_is_never_stored_twice_alike() -> None:
    assert encrypt("x", HERE).stored != encrypt("x", HERE).stored


def test_a_cipher_reads_what_the_other_wrote(settings: Any) -> None:
    settings.GONGFANG_CIPHER = "SM4-GCM"
    sealed = encrypt("旧值", HERE)
    settings.GONGFANG_CIPHER = "AES-GCM"
    assert decrypt(sealed, HERE) == "旧值"
    assert not sealed.is_current()


@pytest.mark.django_db
def test_a_row_is_read_back_and_saved_unopened() -> None:
    user = person("13800138001", "a@example.org")
    loaded = User.objects.get(pk=user.pk)
    before = stored(user, "login")
    loaded.save()
    assert stored(user, "login") == before
    assert (loaded.login, loaded.email) == ("13800138001", "a@example.org")
    loaded.save()
    assert stored(user, "login") != before
    assert User.objects.defer("login").get(pk=user.pk).login == "13800138001"


@pytest.mark.django_db
def test_ciphertexts_swapped_between_rows_or_columns_are_refused() -> None:
    first, second = person("13800138002", "a@example.org"), person("13800138003", "b@example.org")
    mine, theirs = stored(first, "login"), stored(second, "login")
    store(first, "login", theirs)
    store(second, "email", stored(second, "login"))
    with pytest.raises(DecryptionError):
        _ = User.objects.get(pk=first.pk).login
    with pytest.raises(DecryptionError):
        _ = User.objects.get(pk=second.pk).email
    store(first, "login", mine)
    assert User.objects.get(pk=first.pk).login == "13800138002"


@pytest.mark.django_db
def test_an_error_names_the_row_and_not_the_value() -> None:
    user = person("13800138004")
    kept = stored(user, "login")
    store(user, "login", kept[:-1] + bytes([kept[-1] ^ 1]))
    with pytest.raises(DecryptionError) as refusal:
        _ = User.objects.get(pk=user.pk).login
    assert str(refusal.value) == f"accounts_user|{user.pk}|login cannot be decrypted"


@pytest.mark.django_db
def test_bulk_create_encrypts_and_indexes() -> None:
    users = [User(login=f"bulk-{n}", role=Role.EXPERT, display_name="乙") for n in range(3)]
    User.objects.bulk_create(users)
    found = User.objects.get(login_index=blind_index("BULK-1 ", "login"))
    assert found.login == "bulk-1"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        lambda: User.objects.filter(login="13800138000").exists(),
        lambda: User.objects.filter(login__contains="138").exists(),
        lambda: User.objects.update(email="a@example.org"),
        lambda: User.objects.bulk_update([person("13800138005")], ["login"]),
    ],
)
def test_plaintext_in_a_query_is_a_clear_error(query: Any) -> None:
    with pytest.raises(FieldError, match="is encrypted"):
        query()


@pytest.mark.django_db
def test_index_follows_the_value_and_is_left_when_unopened() -> None:
    user = person("13800138006")
    before = user.login_index
    user.login = "13800138007"
    user.save()
    assert user.login_index == blind_index("+86 138-0013-8007", "login") != before


def test_index_is_keyed_and_kept_apart_by_purpose(key_folder: Path) -> None:
    index = blind_index("110105491231002", "roster.id_number")
    assert index == blind_index("11010519491231002x", "roster.id_number")
    assert index != blind_index("11010519491231002X", "operator.id_number")
    assert len(index) == 64
    for file in key_folder.glob("index-*.key"):
        file.unlink()
    assert index != blind_index("11010519491231002X", "roster.id_number")


@pytest.mark.django_db(transaction=True)
def test_a_canary_is_nowhere_in_the_database(tmp_path: Path) -> None:
    """Dump every byte of the table, and of the whole file where the database is one."""
    canary = "canary-7Q2F-19491231"
    person(canary, f"{canary}@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_user")
        rows = b"".join(
            bytes(v) if isinstance(v, (bytes, memoryview)) else str(v).encode() for row in cursor for v in row
        )
    assert b"canary" not in rows.lower()
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        assert b"canary" not in file.read_bytes().lower()


@isolate_apps("gongfang.accounts")
def test_a_model_without_an_early_primary_key_is_reported() -> None:
    class Late(models.Model):  # noqa: DJ008
        secret = EncryptedTextField()

        class Meta:
            app_label = "accounts"

    class Early(models.Model):  # noqa: DJ008
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        secret = EncryptedTextField()

        class Meta:
            app_label = "accounts"

    assert [error.id for error in Late._meta.get_field("secret").check()] == ["gongfang.E101"]
    assert Early._meta.get_field("secret").check() == []


@isolate_apps("gongfang.accounts")
def test_an_empty_source_has_no_index() -> None:
    class Firm(models.Model):  # noqa: DJ008
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        code = EncryptedTextField(blank=True)
        index = BlindIndexField(source="code", purpose="credit_code", null=True)
        plain = BlindIndexField(source="code", purpose="credit_code")

        class Meta:
            app_label = "accounts"

    firm = Firm(code="")
    assert Firm._meta.get_field("index").pre_save(firm, True) is None
    assert Firm._meta.get_field("plain").pre_save(firm, True) == ""
    assert Firm._meta.get_field("index").clone().deconstruct()[3] == {
        "source": "code",
        "purpose": "credit_code",
        "null": True,
    }
