"""Compile a gettext catalogue without gettext: python tools/compile_messages.py django.po django.mo."""

import ast
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr)(?:\[(\d+)\])?\s+)?("(?:[^"\\]|\\.)*")$')
Entry = dict[str, str]


def blocks(text: str) -> Iterator[list[str]]:
    """Yield the lines of each entry that is neither obsolete nor fuzzy (the header never counts as fuzzy)."""
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in block.splitlines() if not line.startswith("#~")]
        fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in lines)
        body = [line for line in lines if line and not line.startswith("#")]
        if body and not (fuzzy and body[0] != 'msgid ""'):
            yield body


def parse(lines: list[str]) -> Entry:
    """Return keyword → text of one entry; plural forms are msgstr0, msgstr1, …

    :raises ValueError: on a line that is not a keyword or a quoted string.
    """
    entry: Entry = {}
    key = ""
    for line in lines:
        found = LINE.match(line)
        if found is None:
            raise ValueError(f"not a line of a catalogue: {line}")
        if found[1]:
            key = found[1] + (found[2] or "0" if found[1] == "msgstr" else "")
            entry[key] = ""
        entry[key] += ast.literal_eval(found[3])
    return entry


def pair(entry: Entry) -> tuple[bytes, bytes]:
    """Return the key and value as a compiled catalogue stores them."""
    key = entry["msgid"]
    if "msgctxt" in entry:
        key = f"{entry['msgctxt']}\x04{key}"
    if "msgid_plural" in entry:
        key = f"{key}\0{entry['msgid_plural']}"
    forms = [entry[name] for name in sorted(entry) if name.startswith("msgstr")]
    return key.encode(), "\0".join(forms).encode()


def compiled(text: str) -> bytes:
    """Return the .mo file for the text of a .po file; untranslated entries are left out."""
    pairs = sorted(pair(parse(lines)) for lines in blocks(text))
    pairs = [(key, value) for key, value in pairs if value.strip(b"\0")]
    table_size = 8 * len(pairs)
    header = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + table_size, 0, 28 + 2 * table_size)
    offset = len(header) + 2 * table_size
    tables = b""
    strings = b""
    for column in (0, 1):
        for row in pairs:
            tables += struct.pack("<2I", len(row[column]), offset + len(strings))
            strings += row[column] + b"\0"
    return header + tables + strings


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    target.write_bytes(compiled(source.read_text(encoding="utf-8")))
