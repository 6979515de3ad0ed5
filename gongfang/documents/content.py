"""What a document says, apart from how it looks: title, addressee, words and tables, who signs.

The words of a block are plain text, one paragraph a line. Their own numbering makes the headings, as in every
official document: 一、 is of the first level, （一） of the second.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

_HEADING = re.compile(r"[一二三四五六七八九十]+、")
_SUBHEADING = re.compile(r"（[一二三四五六七八九十]+）")
_LONGEST_HEADING = 40


@dataclass(frozen=True)
class Text:
    """Paragraphs an official may change, one a line."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """Facts in rows, which nobody changes. `widths` are relative; without `head` the first cell names its row."""

    rows: tuple[tuple[str, ...], ...]
    head: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()


Block = Text | Table


@dataclass(frozen=True, kw_only=True)
class Content:
    """The whole of a document. `signing` are lines that are filled in by hand, `copies` who else gets it."""

    title: str
    blocks: tuple[Block, ...]
    addressee: str = ""
    issuers: tuple[str, ...] = ()
    signing: tuple[str, ...] = ()
    copies: str = ""

    @property
    def texts(self) -> list[str]:
        """Return the words of the blocks that may be changed, in their order."""
        return [block.text for block in self.blocks if isinstance(block, Text)]

    def with_texts(self, texts: Sequence[str]) -> "Content":
        """Return the content with other words in its blocks.

        :raises ValueError: when there are not as many as there are blocks of words.
        """
        given = iter(texts)
        if len(texts) != len(self.texts):
            raise ValueError("blocks of words do not match")
        blocks = tuple(Text(clean(next(given))) if isinstance(block, Text) else block for block in self.blocks)
        return replace(self, blocks=blocks)

    def as_json(self) -> str:
        """Return it as text for `read`."""
        blocks = [_plain(block) for block in self.blocks]
        return json.dumps({**vars(self), "blocks": blocks}, ensure_ascii=False)


def _plain(block: Block) -> dict[str, Any]:
    return dict(vars(block))


def read(text: str) -> Content:
    """Return the content that `Content.as_json` wrote."""
    found = json.loads(text)
    return Content(
        title=found["title"],
        addressee=found["addressee"],
        blocks=tuple(_block(each) for each in found["blocks"]),
        issuers=tuple(found["issuers"]),
        signing=tuple(found["signing"]),
        copies=found["copies"],
    )


def _block(found: Mapping[str, Any]) -> Block:
    if "text" in found:
        return Text(found["text"])
    rows = tuple(tuple(row) for row in found["rows"])
    return Table(rows=rows, head=tuple(found["head"]), widths=tuple(found["widths"]))


def clean(text: str) -> str:
    """Return text without the control characters that no document can hold, its lines kept."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(char for char in line if unicodedata.category(char)[0] != "C") for line in lines)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One thing set on the page: `kind` is "heading", "subheading", "body" or "table"."""

    kind: str
    text: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = field(default=())

    @property
    def shares(self) -> list[int]:
        """Return the width of each column in per cent of the text."""
        return [round(100 * width / sum(self.widths)) for width in self.widths]


def pieces(content: Content) -> Iterator[Piece]:
    """Yield what is set on the page, in order."""
    for block in content.blocks:
        if isinstance(block, Table):
            yield Piece(kind="table", head=block.head, rows=block.rows, widths=_widths(block))
        else:
            yield from (_paragraph(line) for line in block.text.split("\n") if line.strip())


def _widths(table: Table) -> tuple[int, ...]:
    columns = len(table.head or (table.rows[0] if table.rows else ()))
    return table.widths or (1,) * columns


def _paragraph(line: str) -> Piece:
    text = line.strip()
    if _HEADING.match(text) and len(text) <= _LONGEST_HEADING:
        return Piece(kind="heading", text=text)
    if _SUBHEADING.match(text) and len(text) <= _LONGEST_HEADING and text[-1] not in "。；":
        return Piece(kind="subheading", text=text)
    return Piece(kind="body", text=text)
