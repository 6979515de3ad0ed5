"""A dossier leaves the house whole, proves itself without the database, and says which byte was changed."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongfang.applications.models import Application
from gongfang.archives import services
from gongfang.archives.checking import NotAnArchive, Verdict, check
from gongfang.cli import main
from gongfang.records import uploads
from gongfang.records.models import AccessEntry, EvidenceFile, Record
from gongfang.regulation.procedure import StepRefused
from tests.applications import factories as made
from tests.archives.conftest import AWARDED
from tests.factories import auditor, head

pytestmark = pytest.mark.django_db
BACKEND = "gongfang.accounts.backends.LoginBackend"
ID_NUMBER = "11010519491231002X"


@pytest.fixture(scope="module")
def packed(awarded: Application) -> bytes:
    with services.archive(case=awarded, by=head("prefecture.culture"), at=AWARDED) as file:
        return file.read()


def members(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        return {each.filename.split("/", 1)[1]: file.read(each) for each in file.infolist()}


def repacked(packed: bytes, change: dict[str, bytes | None]) -> io.BytesIO:
    """Return the archive with some of its files changed, added, or (None) taken away."""
    out, contents = io.BytesIO(), members(packed) | change
    with zipfile.ZipFile(out, "w") as file:
        for name, content in contents.items():
            if content is not None:
                file.writestr(f"bag/{name}", content)
    out.seek(0)
    return out


def test_archive_is_sound_and_counts_what_is_in_it(awarded: Application, packed: bytes) -> None:
    verdict = check(io.BytesIO(packed))
    panel = awarded.entries.get().panel
    records = Record.objects.filter(case__in=[awarded.pk, panel.pk]).count()
    data = [name for name in members(packed) if name.startswith("data/")]
    assert verdict == Verdict(awarded.number, len(data), records, ())


def test_archive_holds_every_file_the_draw_and_the_pages(awarded: Application, packed: bytes) -> None:
    found = members(packed)
    contents = json.loads(found["data/目录.json"])
    digests = {each["sm3"] for each in [*contents["files"], *contents["withheld"]]}
    assert set(EvidenceFile.objects.filter(case=awarded).values_list("digest", flat=True)) <= digests
    assert f"data/专家抽取/{awarded.entries.get().panel.number}.json" in found
    assert awarded.title in found[f"data/案卷/{awarded.number}.html"].decode()
    rows = json.loads(found["data/案卷.json"])
    assert {"cases.Opinion", "inspections.Visit", "panels.ScoreSheet", "applications.RosterEntry"} <= rows.keys()


def test_archive_masks_personal_data_unless_it_is_asked_for_with_a_reason(
    awarded: Application, packed: bytes
) -> None:
    assert ID_NUMBER.encode() not in b"".join(members(packed).values())
    asked: dict[str, Any] = {"case": awarded, "by": auditor(), "at": AWARDED, "with_personal_data": True}
    with pytest.raises(StepRefused, match="用途"):
        services.archive(**asked)
    with services.archive(**asked, reason="移交地区档案馆") as file:
        assert ID_NUMBER.encode() in members(file.read())["data/案卷.json"]
    entry = AccessEntry.objects.get(action="archive_with_personal_data")
    assert (entry.subject, entry.reason) == (f"case:{awarded.number}", "移交地区档案馆")


def test_what_only_handlers_see_is_named_and_withheld_without_personal_data(awarded: Application) -> None:
    at, by = AWARDED, head("prefecture.culture")
    upload = SimpleUploadedFile("名单.pdf", b"%PDF-1.4\nsecret list\n%%EOF\n", content_type="application/pdf")
    access = EvidenceFile.Access.HANDLERS
    stored = uploads.store(case=awarded, section="roster", upload=upload, by=by, at=at, access=access)
    for with_personal_data, is_inside in ((False, False), (True, True)):
        asked = {"with_personal_data": with_personal_data, "reason": "移交"}
        with services.archive(case=awarded, by=by, at=at, **asked) as file:
            content = file.read()
        found = members(content)
        assert (b"secret list" in b"".join(found.values())) is is_inside
        assert stored.digest in found["data/目录.json"].decode()
        assert check(io.BytesIO(content)).is_sound


def test_a_case_under_way_is_not_archived() -> None:
    under_way = made.submitted()
    with pytest.raises(StepRefused, match="尚未办结") as refused:
        services.archive(case=under_way, by=head("prefecture.culture"), at=AWARDED)
    assert refused.value.clause.id == "6(二)"
    assert not AccessEntry.objects.filter(subject=f"case:{under_way.number}").exists()


def test_every_changed_file_is_named(packed: bytes) -> None:
    for name, content in members(packed).items():
        if name.startswith("data/"):
            changed = bytearray(content)
            changed[len(changed) // 2] ^= 1
            faults = check(repacked(packed, {name: bytes(changed)})).faults
            assert any(fault.startswith(f"{name}：") for fault in faults), name


def test_a_file_taken_away_or_put_in_is_named(packed: bytes) -> None:
    name = next(name for name in members(packed) if name.startswith("data/材料/"))
    assert f"{name}：目录中有而包内没有" in check(repacked(packed, {name: None})).faults
    assert "data/多余.txt：包内有而目录中没有" in check(repacked(packed, {"data/多余.txt": b"x"})).faults


def rewritten(packed: bytes, change: Any) -> io.BytesIO:
    """Return the archive whose records were changed and whose manifests were made to fit again."""
    import hashlib

    from gongfang.records.chain import sm3

    found = members(packed)
    records = json.loads(found["data/办理记录.json"])
    change(records["cases"])
    text = json.dumps(records, ensure_ascii=False).encode()
    contents = json.loads(found["data/目录.json"])
    for each in contents["files"]:
        if each["path"] == "办理记录.json":
            each["sm3"] = sm3(text)
    new = {"data/办理记录.json": text, "data/目录.json": json.dumps(contents, ensure_ascii=False).encode()}
    manifest = found["manifest-sha256.txt"].decode()
    for name, content in new.items():
        old = hashlib.sha256(found[name]).hexdigest()
        manifest = manifest.replace(old, hashlib.sha256(content).hexdigest())
    tags = found["tagmanifest-sha256.txt"].decode()
    old = hashlib.sha256(found["manifest-sha256.txt"]).hexdigest()
    tags = tags.replace(old, hashlib.sha256(manifest.encode()).hexdigest())
    new |= {"manifest-sha256.txt": manifest.encode(), "tagmanifest-sha256.txt": tags.encode()}
    info = found["bag-info.txt"].decode()
    size = sum(len(new.get(name, content)) for name, content in found.items() if name.startswith("data/"))
    oxum = next(line for line in info.splitlines() if line.startswith("Payload-Oxum"))
    count = oxum.rpartition(".")[2]
    renewed = info.replace(oxum, f"Payload-Oxum: {size}.{count}")
    new["tagmanifest-sha256.txt"] = (
        new["tagmanifest-sha256.txt"]
        .decode()
        .replace(hashlib.sha256(info.encode()).hexdigest(), hashlib.sha256(renewed.encode()).hexdigest())
        .encode()
    )
    return repacked(packed, new | {"bag-info.txt": renewed.encode()})


def _other_reasons(cases: list[Any]) -> None:
    record = next(each for case in cases for each in case["records"] if each["texts"])
    next(iter(record["texts"].values()))["text"] += "。"


def _other_body(cases: list[Any]) -> None:
    record = cases[0]["records"][0]
    record["body"] = record["body"].replace('"action":"submit"', '"action":"accept"')


def _other_order(cases: list[Any]) -> None:
    cases[0]["records"][:2] = reversed(cases[0]["records"][:2])


@pytest.mark.parametrize(
    ("change", "fault"),
    [(_other_reasons, "的文字与记录不符"), (_other_body, "内容与摘要不符"), (_other_order, "次序不对")],
)
def test_a_forger_who_renews_every_manifest_is_still_found(packed: bytes, change: Any, fault: str) -> None:
    faults = check(rewritten(packed, change)).faults
    assert faults
    assert all(fault in each for each in faults)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_what_is_no_archive_is_told(content: bytes) -> None:
    with pytest.raises(NotAnArchive):
        check(io.BytesIO(content))


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "bag/../../evil"])
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(name, b"x")
    out.seek(0)
    with pytest.raises(NotAnArchive, match="文件名不合法"):
        check(out)


def test_a_bomb_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("bag/zeros", bytes(20_000_000))
    out.seek(0)
    with pytest.raises(NotAnArchive, match="过大"):
        check(out)


def test_command_makes_and_checks(
    awarded: Application, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head("prefecture.culture")
    file = tmp_path / "dossier.zip"
    assert main(["archive", awarded.number, str(file)]) == 0
    assert main(["archive", "verify", str(file)]) == 0
    assert "全部相符" in capsys.readouterr().out
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(bytes(content))
    assert main(["archive", "verify", str(file)]) == 1
    assert "不符" in capsys.readouterr().err
    assert main(["archive", "SQ1999-0001"]) == 2


def signed_in(client: Client, user: Any) -> Client:
    client.force_login(user, backend=BACKEND)
    return client


def test_pages_hand_it_out_and_check_it(awarded: Application, client: Client) -> None:
    signed_in(client, auditor())
    assert "制作档案包" in client.get(awarded.get_absolute_url()).content.decode()
    answer = client.post(f"/archives/{awarded.number}/", {"reason": ""})
    assert answer["Content-Disposition"] == f'attachment; filename="{awarded.number}.zip"'
    sent = SimpleUploadedFile("dossier.zip", b"".join(answer.streaming_content))
    assert "没有一个字节被改动" in client.post("/archives/verify/", {"file": sent}).content.decode()


def test_page_says_why_not(awarded: Application, client: Client) -> None:
    signed_in(client, head("prefecture.culture"))
    under_way = made.submitted()
    assert "本件尚未办结" in client.get(f"/archives/{under_way.number}/").content.decode()
    assert "办结后才能归档" in client.post(f"/archives/{under_way.number}/", {}).content.decode()
    refused = client.post(f"/archives/{awarded.number}/", {"with_personal_data": "on"})
    assert "须写明用途" in refused.content.decode()
    wrong = SimpleUploadedFile("x.zip", b"nothing")
    assert "不能核验" in client.post("/archives/verify/", {"file": wrong}).content.decode()
