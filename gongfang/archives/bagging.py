"""Make a case's archive: a BagIt bag, zipped, that `checking` checks without the database (article 6(二))."""

import json
import re
import shutil
import tempfile
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import bagit
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.template.loader import render_to_string

from gongfang.accounts.models import User
from gongfang.cases.models import Case
from gongfang.cases.registry import kind_of
from gongfang.documents import queries as documents
from gongfang.panels import queries as panels
from gongfang.panels.models import Panel
from gongfang.records.chain import sm3
from gongfang.records.models import ChainHead, EvidenceFile

from . import dossier as dossiers
from .checking import CONTENTS, DRAWS, RECORDS
from .dossier import Dossier

SECTION = "archive"
"""The part of a case's page that offers its archive: no part of the dossier."""
_UNSAFE = re.compile(r"[^\w\-（）〔〕]+")
NOTE = "本包依 BagIt 1.0 制作。用 gongfang archive verify 核验：无需数据库。"


@dataclass
class _Bag:
    """A bag on its way: the folder it is written to, and the index of what is in it."""

    data: Path
    files: list[dict[str, Any]] = field(default_factory=list)
    withheld: list[dict[str, Any]] = field(default_factory=list)

    def write(self, path: str, title: str, content: bytes, **more: Any) -> None:
        """Write one file and enter it into the index."""
        target = self.data / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.files.append({"path": path, "title": title, "size": len(content), "sm3": sm3(content)} | more)

    def write_json(self, path: str, title: str, value: Any) -> None:
        """Write a value as readable JSON."""
        text = json.dumps(value, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)
        self.write(path, title, text.encode())


def make(case: Any, out: IO[bytes], *, by: User, at: datetime, with_personal_data: bool = False) -> None:
    """Write the archive of `case` to `out` as a zip file; what `by` sees of the pages is what they show."""
    dossier = dossiers.collect(case, with_personal_data=with_personal_data)
    with tempfile.TemporaryDirectory(prefix="gongfang-bag-") as folder:
        root = Path(folder) / case.number
        bag = _Bag(root / "data")
        _write_pages(bag, dossier, by)
        _write_files(bag, dossier, with_personal_data)
        bag.write_json("案卷.json", "案卷数据（供系统读取）", dossier.tables)
        for panel in dossier.panels:
            _write_draw(bag, panel)
        bag.write_json(RECORDS.removeprefix("data/"), "办理记录及其校验", _records(dossier))
        _write_index(bag, dossier, at, with_personal_data)
        _finish(root, case, at)
        _zip(root, out)


def _write_pages(bag: _Bag, dossier: Dossier, by: User) -> None:
    for case in dossier.cases:
        parts = []
        for part in kind_of(case.kind).sections:
            context = None if part.name == SECTION else part.context(case, by)
            if context is not None:
                html = render_to_string(part.template, {"case": case, "section": context, "user": by})
                parts.append((part.label, html))
        page = render_to_string("archives/pages.html", {"case": case, "parts": parts})
        bag.write(f"案卷/{case.number}.html", f"案卷内容 {case.number}", page.encode())


def _write_files(bag: _Bag, dossier: Dossier, with_personal_data: bool) -> None:
    """Write the files of the cases; without personal data, those for handlers are named by their digest alone."""
    keys = [each.pk for each in dossier.cases]
    own = Q(case__in=keys) | Q(pk__in=documents.files_of_cases(keys))
    rows = EvidenceFile.objects.filter(own).select_related("case").order_by("case", "uploaded_at", "pk")
    for number, stored in enumerate(rows.iterator(chunk_size=100), start=1):
        if stored.access == EvidenceFile.Access.HANDLERS and not with_personal_data:
            bag.withheld.append({"title": stored.title, "size": stored.size, "sm3": stored.digest})
            continue
        with stored.file.open("rb") as handle:
            content = handle.read()
        assert stored.case is not None  # chosen by it
        path = f"材料/{stored.case.number}/{number:03d}-{_safe(stored.title)}"
        bag.write(path, stored.title, content, section=stored.section, uploaded_at=stored.uploaded_at)


def _safe(title: str) -> str:
    stem, dot, suffix = title.rpartition(".")
    name = _UNSAFE.sub("_", stem or title)[:60] or "file"
    return f"{name}.{_UNSAFE.sub('', suffix)[:8]}" if dot else name


def _write_draw(bag: _Bag, panel: Panel) -> None:
    if panel.public_value:
        path = f"{DRAWS.removeprefix('data/')}/{panel.number}.json"
        bag.write_json(path, f"专家抽取的公开文件 {panel.number}", panels.document_of(panel, panel.public_value))


def _records(dossier: Dossier) -> dict[str, Any]:
    head = ChainHead.objects.filter(pk=1).values("seq", "digest").first()
    cases: list[Case] = [*dossier.cases, *dossier.panels]
    return {
        "chain_head": head,
        "cases": [{"number": case.number, "records": dossiers.records_of(case)} for case in cases],
    }


def _write_index(bag: _Bag, dossier: Dossier, at: datetime, with_personal_data: bool) -> None:
    facts = {
        "case": dossier.case.number,
        "title": dossier.case.title,
        "made_at": at,
        "with_personal_data": with_personal_data,
        "sealed_sheets_left_out": dossier.is_sealed,
        "withheld": bag.withheld,
    }
    context = {"case": dossier.case, "facts": facts, "files": bag.files, "at": at}
    bag.write("目录.html", "目录", render_to_string("archives/index.html", context).encode())
    bag.write_json(CONTENTS.removeprefix("data/"), "目录（供系统读取）", facts | {"files": list(bag.files)})


def _finish(root: Path, case: Any, at: datetime) -> None:
    """Turn the folder into a bag: `make_bag` moves what is in it into its own data folder."""
    for entry in list((root / "data").iterdir()):
        shutil.move(str(entry), root / entry.name)
    (root / "data").rmdir()
    info = {
        "Source-Organization": str(case.region),
        "External-Identifier": case.number,
        "External-Description": NOTE,
        "Bagging-Date": at.date().isoformat(),
    }
    bagit.make_bag(str(root), bag_info=info, checksums=["sha256"], processes=1)


def _zip(root: Path, out: IO[bytes]) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(root.rglob("*")):
            if path.is_file():
                packed.write(path, f"{root.name}/{path.relative_to(root)}")
