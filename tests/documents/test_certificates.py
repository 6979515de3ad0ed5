"""The signature of a certificate checks without network or database, and breaks with one character."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongfang import cli
from gongfang.accounts import keys
from gongfang.documents import certificates
from gongfang.workshops.models import Plaque

from . import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(settings: Any, tmp_path: Path) -> str:
    settings.GONGFANG_KEY_DIR = tmp_path / "keys"
    return certificates.signed_address(plaque())


def plaque() -> Plaque:
    return cast.subject("plaque_certificate", cast.awarded()).source


def test_a_certificate_says_what_stands_in_the_register(text: str) -> None:
    found = certificates.check(text, certificates.public_keys())
    assert found.facts["workshop"] == "库甫哈萨克族花毡工坊"
    assert found.facts["document"] == "塔地文旅发〔2026〕12号"
    assert found.key_id == 1
    assert text.startswith("http")
    assert "/p/" in text.partition("#")[0]


def test_no_changed_character_is_genuine(text: str) -> None:
    public, start = certificates.public_keys(), text.index("#") + 3
    for place in range(start, len(text), 7):
        other = "A" if text[place] != "A" else "B"
        changed = text[:place] + other + text[place + 1 :]
        if changed != text:
            with pytest.raises(certificates.NotGenuine):
                certificates.check(changed, public)


@pytest.mark.parametrize("wrong", ["", "abc", "#1.x", "#1.!!.??", "#9.AAAA.AAAA", "x" * 5000, "#①.AAAA.AAAA"])
def test_what_is_no_certificate_is_refused(text: str, wrong: str) -> None:
    with pytest.raises(certificates.NotGenuine):
        certificates.check(wrong, certificates.public_keys())


def test_an_older_key_still_checks_and_a_newer_one_signs(text: str) -> None:
    keys.add_key("certificate")
    public = certificates.public_keys()
    assert certificates.check(text, public).key_id == 1
    newer = certificates.signed_address(Plaque.objects.select_related("workshop__operator").get())
    assert certificates.check(newer, public).key_id == 2
    with pytest.raises(certificates.NotGenuine):
        certificates.check(newer, {2: public[1]})


def test_the_command_needs_only_the_published_keys(text: str, tmp_path: Path, client: Client, capsys: Any) -> None:
    published, file = tmp_path / "public-keys.json", tmp_path / "certificate.txt"
    published.write_bytes(client.get(reverse("documents:public_keys")).content)
    file.write_text(text, encoding="utf-8")
    command = ["certificate", "verify", str(file), "--keys", str(published)]
    assert cli.main(command) == 0
    assert "库甫哈萨克族花毡工坊" in capsys.readouterr().out
    file.write_text(text.replace("#1.eyJ", "#1.eyK"), encoding="utf-8")
    assert cli.main(command) == 1
    assert cli.main([*command[:2], str(tmp_path / "nothing"), "--keys", str(published)]) == 2
    published.write_text(json.dumps({"other": 1}))
    assert cli.main(command) == 2


def test_the_portal_checks_a_pasted_text(text: str, client: Client) -> None:
    page = reverse("documents:certificates")
    assert "BEGIN PUBLIC KEY" in client.get(page).text
    assert "签名相符" in client.post(page, {"text": text}).text
    refused = client.post(page, {"text": text[:-4]})
    assert "签名相符" not in refused.text
    assert text[:-4] in refused.text
