"""Recompute the chain and say which record is wrong."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from .chain import GENESIS, link, salted
from .models import ChainHead, EvidenceFile, Record, Statement
from .uploads import digest_of


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold: the record's number (0 for the chain as a whole), and what is wrong."""

    seq: int
    problem: str


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: how many records and files were read, and every fault."""

    records: int
    files: int
    head: str
    faults: tuple[Fault, ...]

    @property
    def is_sound(self) -> bool:
        return not self.faults


def verify(*, with_files: bool = True) -> Verdict:
    """Recompute every link, every text's digest and every file's, in bounded memory."""
    faults: list[Fault] = []
    count, head = 0, GENESIS
    for record in Record.objects.order_by("seq").iterator(chunk_size=1000):
        count += 1
        faults.extend(_faults_of(record, count, head))
        head = record.digest
    faults.extend(_head_faults(count, head))
    faults.extend(_statement_faults())
    files = 0
    if with_files:
        for stored in EvidenceFile.objects.order_by("pk").iterator(chunk_size=200):
            files += 1
            faults.extend(_file_faults(stored))
    return Verdict(count, files, head, tuple(faults))


def _faults_of(record: Record, expected_seq: int, previous: str) -> Iterator[Fault]:
    if record.seq != expected_seq:
        yield Fault(record.seq, f"编号不连续：应为第 {expected_seq} 条")
    if record.previous != previous:
        yield Fault(record.seq, "与上一条记录不相接")
    if link(record.seq, record.previous, record.body) != record.digest:
        yield Fault(record.seq, "内容与摘要不符")
    elif not _columns_agree(record):
        yield Fault(record.seq, "检索列与记录正文不符")


def _columns_agree(record: Record) -> bool:
    body = json.loads(record.body)
    columns = (record.seq, record.action, record.actor, record.clause_id, record.source, record.target)
    names = ("seq", "action", "actor", "clause", "source", "target")
    return all(body[name] == value for name, value in zip(names, columns, strict=True))


def _head_faults(count: int, head: str) -> Iterator[Fault]:
    row = ChainHead.objects.filter(pk=1).first()
    if row is None:
        if count:
            yield Fault(0, "链头缺失")
    elif (row.seq, row.digest) != (count, head):
        yield Fault(0, f"链头指向第 {row.seq} 条，实际最后一条是第 {count} 条")


def _statement_faults() -> Iterator[Fault]:
    for statement in Statement.objects.select_related("record").order_by("pk").iterator(chunk_size=1000):
        declared = json.loads(statement.record.body)["texts"].get(statement.name)
        if declared != statement.digest:
            yield Fault(statement.record_id, f"“{statement.name}”的摘要与记录不符")
        elif statement.salt and salted(statement.salt, statement.text) != statement.digest:
            yield Fault(statement.record_id, f"“{statement.name}”的文字被改动")


def _file_faults(stored: EvidenceFile) -> Iterator[Fault]:
    try:
        with stored.file.open("rb") as handle:
            if digest_of(handle) != stored.digest:
                yield Fault(0, f"文件 {stored.pk} 的内容被改动")
    except FileNotFoundError:
        yield Fault(0, f"文件 {stored.pk} 缺失")
