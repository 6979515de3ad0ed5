"""Check an archive without a database: the bag, the records, the texts they cover, and the draw.

Takes a zip file that `bagging` has made. Nothing in it is trusted: sizes, names and numbers are bounded.
"""

import json
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

import bagit

from gongfang.records import chain
from gongfang.records.office_files import BROKEN
from gongfang.regulation.draw import verify_draw

MAX_FILES, MAX_BYTES, MAX_RATIO = 5_000, 4 * 1024**3, 200
RECORDS, CONTENTS, DRAWS = "data/办理记录.json", "data/目录.json", "data/专家抽取"


class NotAnArchive(Exception):
    """The file is no archive that could be checked."""


@dataclass(frozen=True)
class Verdict:
    """What was found: the case, how many files and records were read, and everything that does not hold."""

    case: str
    files: int
    records: int
    faults: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not self.faults


def check(file: Path | BinaryIO) -> Verdict:
    """Check an archive.

    :raises NotAnArchive: when it cannot be opened as one.
    """
    with tempfile.TemporaryDirectory(prefix="gongfang-archive-") as folder:
        root = _unpacked(file, Path(folder))
        faults = [*_bag_faults(root)]
        contents, records = _read(root, CONTENTS, faults), _read(root, RECORDS, faults)
        faults += _contents_faults(root, contents)
        faults += [fault for case in _cases(records) for fault in _record_faults(case, _digests(contents))]
        faults += _draw_faults(root)
        count = sum(len(case.get("records", ())) for case in _cases(records))
        number = str(contents.get("case", "")) if isinstance(contents, Mapping) else ""
        files = sum(1 for path in (root / "data").rglob("*") if path.is_file())
        return Verdict(number, files, count, tuple(dict.fromkeys(faults)))


def _unpacked(file: Path | BinaryIO, folder: Path) -> Path:
    try:
        with zipfile.ZipFile(file) as packed:
            _check_size(packed)
            for member in packed.infolist():
                _unpack(packed, member, folder)
    except BROKEN as error:
        raise NotAnArchive(f"不能打开：{error}") from error
    roots = [path for path in folder.iterdir() if path.is_dir()]
    if len(roots) != 1:
        raise NotAnArchive("不是本系统的档案包：应只有一个文件夹")
    return roots[0]


def _check_size(packed: zipfile.ZipFile) -> None:
    members = packed.infolist()
    size, stored = sum(each.file_size for each in members), sum(each.compress_size for each in members)
    if len(members) > MAX_FILES or size > MAX_BYTES or size > MAX_RATIO * max(stored, 1):
        raise NotAnArchive("文件过多或过大")


def _unpack(packed: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> None:
    """Write one member, also where the zip's own checksum fails: the bag then says which file is wrong."""
    path = PurePosixPath(member.filename)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise NotAnArchive(f"文件名不合法：{member.filename}")
    target = folder.joinpath(*path.parts)
    if member.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with packed.open(member) as source, target.open("wb") as out:
        source._expected_crc = None  # type: ignore[attr-defined]
        with suppress(zlib.error, EOFError):
            shutil.copyfileobj(source, out)


def _bag_faults(root: Path) -> Iterator[str]:
    try:
        bag = bagit.Bag(str(root))
        bag.validate(processes=1)
    except bagit.BagValidationError as error:
        for each in error.details or [error]:
            yield _in_words(each)
    except (bagit.BagError, OSError, ValueError) as error:
        yield f"档案包不完整：{error}"


def _in_words(fault: Any) -> str:
    path = getattr(fault, "path", "")
    if isinstance(fault, bagit.ChecksumMismatch):
        return f"{path}：内容与清单中的摘要不符"
    if isinstance(fault, bagit.FileMissing):
        return f"{path}：清单中有而包内没有"
    if isinstance(fault, bagit.UnexpectedFile):
        return f"{path}：包内有而清单中没有"
    if "Oxum" in str(fault):
        return "档案包不完整：文件的数目或总字节数与封包时不同"
    return f"档案包不完整：{fault}"


def _read(root: Path, name: str, faults: list[str]) -> Any:
    try:
        return json.loads((root / name).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        faults.append(f"{name}：缺失或不能读取")
        return {}


def _contents_faults(root: Path, contents: Any) -> Iterator[str]:
    """Compare every file with the SM3 digest that the index gives it; the index itself is in no index."""
    listed = {f"data/{entry['path']}" for entry in _files(contents)} | {CONTENTS}
    for path in sorted(path for path in (root / "data").rglob("*") if path.is_file()):
        if (name := path.relative_to(root).as_posix()) not in listed:
            yield f"{name}：包内有而目录中没有"
    for entry in _files(contents):
        path = root / "data" / entry["path"]
        if not path.resolve().is_relative_to(root.resolve()) or not path.is_file():
            yield f"data/{entry['path']}：目录中有而包内没有"
            continue
        with path.open("rb") as handle:
            is_same = chain.digest_of(handle) == entry["sm3"]
        if not is_same:
            yield f"data/{entry['path']}：内容与目录中的摘要不符"


def _files(contents: Any) -> list[dict[str, str]]:
    found = contents.get("files", []) if isinstance(contents, Mapping) else []
    return [each for each in found if isinstance(each, dict) and {"path", "sm3"} <= each.keys()]


def _digests(contents: Any) -> set[str]:
    """Return the digests of the files in the bag, and of those it names but withholds."""
    withheld = contents.get("withheld", []) if isinstance(contents, Mapping) else []
    named = {str(each["sm3"]) for each in withheld if isinstance(each, dict) and "sm3" in each}
    return named | {each["sm3"] for each in _files(contents)}


def _cases(records: Any) -> list[dict[str, Any]]:
    found = records.get("cases", []) if isinstance(records, Mapping) else []
    return [each for each in found if isinstance(each, dict)]


def _record_faults(case: Mapping[str, Any], files: set[str]) -> Iterator[str]:
    last = 0
    for record in case.get("records", ()):
        try:
            yield from _faults_of(record, last, files)
            last = int(record["seq"])
        except (KeyError, TypeError, ValueError, AttributeError):
            yield f"{case.get('number')}：有一条记录不能读取"


def _faults_of(record: Mapping[str, Any], last: int, files: set[str]) -> Iterator[str]:
    seq, body = int(record["seq"]), json.loads(record["body"])
    if seq <= last:
        yield f"记录 {seq}：次序不对"
    if chain.link(seq, record["previous"], record["body"]) != record["digest"] or body["seq"] != seq:
        yield f"记录 {seq}：内容与摘要不符"
    for name, digest in body["texts"].items():
        said = record["texts"].get(name)
        if said is None or (said["salt"] and chain.salted(said["salt"], said["text"]) != digest):
            yield f"记录 {seq}：“{name}”的文字与记录不符"
    for digest in body["documents"]:
        if digest not in files:
            yield f"记录 {seq}：所附文件不在包内（{digest[:12]}…）"


def _draw_faults(root: Path) -> Iterator[str]:
    for path in sorted((root / DRAWS).glob("*.json")):
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            yield f"{path.name}：不能读取"
            continue
        yield from (f"{path.name}：{difference}" for difference in verify_draw(document).differences)
