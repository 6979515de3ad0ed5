"""Files that must not be taken in: what each would do → its bytes and the name it comes under."""

from .specimens import archive, docx, office, pdf, picture, relations

WORD, EXCEL = "word/document.xml", "xl/workbook.xml"
MACRO_TYPE = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
ENTITIES = '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'


def word(part: str, content: bytes) -> tuple[bytes, str]:
    return office(WORD, {part: content}), "a.docx"


def excel(part: str, content: bytes) -> tuple[bytes, str]:
    return office(EXCEL, {part: content}), "a.xlsx"


HOSTILE: dict[str, tuple[bytes, str]] = {
    "pdf with an archive behind it": (pdf() + archive({"a.txt": b"x"}), "a.pdf"),
    "pdf with an archive in its tail": (pdf(archive({"a.txt": b"x"})), "a.pdf"),
    "pdf that runs a script": (pdf(b"<< /OpenAction << /S /JavaScript /JS (x) >> >>"), "a.pdf"),
    "pdf that starts a program": (pdf(b"<< /S /Launch /F (cmd.exe) >>"), "a.pdf"),
    "pdf with a file inside": (pdf(b"<< /Type /EmbeddedFile >>"), "a.pdf"),
    "pdf cut short": (pdf()[:-8], "a.pdf"),
    "pdf behind other bytes": (b"GIF89a" + pdf(), "a.pdf"),
    "jpeg that is an archive too": (picture("JPEG") + archive({"a.txt": b"x"}), "a.jpg"),
    "png that is an archive too": (picture("PNG") + archive({"a.txt": b"x"}), "a.png"),
    "jpeg that is a pdf too": (picture("JPEG")[:4] + pdf() + picture("JPEG")[4:], "a.jpg"),
    "jpeg of nothing": (b"\xff\xd8\xff\xe0" + b"\0" * 100, "a.jpg"),
    "png with a broken checksum": (picture("PNG")[:45] + b"\xff" + picture("PNG")[46:], "a.png"),
    "script with a picture's head": (b"\xff\xd8\xff<script>alert(1)</script>", "a.jpg"),
    "archive behind other bytes": (b"MZ" + docx(), "a.docx"),
    "archive cut short": (docx()[:-30], "a.docx"),
    "archive that is no document": (archive({"a.txt": b"x"}), "a.docx"),
    "document without its contents": (archive({WORD: b"<d/>"}), "a.docx"),
    "document and workbook in one": word(EXCEL, b"<w/>"),
    "macro": word("word/vbaProject.bin", b"x"),
    "macro under another name": word("word/VBAPROJECT.BIN", b"x"),
    "macro sheet": excel("xl/macrosheets/sheet1.xml", b"<s/>"),
    "control": excel("xl/activeX/activeX1.bin", b"x"),
    "macro by content type": (archive({"[Content_Types].xml": MACRO_TYPE, WORD: b"<d/>"}), "a.docx"),
    "entities": word("word/a.xml", ENTITIES.encode()),
    "entities in another encoding": word("word/a.xml", ENTITIES.encode("utf-16")),
    "external entity": word("word/a.xml", b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'),
    "xml that is none": word("word/a.xml", b"<x"),
    "remote template": word("word/_rels/settings.xml.rels", relations("attachedTemplate")),
    "remote picture": word("word/_rels/document.xml.rels", relations("image")),
    "path out of the archive": word("../../etc/cron.d/x", b"x"),
    "absolute path": word("/etc/passwd", b"x"),
    "windows path": word("C:\\x", b"x"),
}
