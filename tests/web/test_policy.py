"""What the content security policy forbids must not stand in a template."""

import re
from pathlib import Path

from django.conf import settings

TEMPLATES = sorted(Path(settings.PACKAGE_DIR, "templates").rglob("*.html"))
SCRIPTS = sorted(Path(settings.PACKAGE_DIR, "static").rglob("*.js"))
FORBIDDEN = {
    "an inline style": re.compile(r"<[^>]*\sstyle="),
    "a style element": re.compile(r"<style\b"),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+="),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)"),
    "htmx evaluation": re.compile(r"\bhx-on|\bhx-vals=.js:"),
    "another host": re.compile(r"""(?:src|href|action)=["'](?:https?:)?//"""),
}


def inside(path: Path) -> str:
    return path.relative_to(settings.PACKAGE_DIR).as_posix()


def test_templates_keep_the_policy() -> None:
    texts = {template: template.read_text(encoding="utf-8") for template in TEMPLATES}
    assert [
        (inside(template), name)
        for template, text in texts.items()
        for name, pattern in FORBIDDEN.items()
        if pattern.search(text)
    ] == []


def test_templates_are_short() -> None:
    sizes = {inside(each): len(each.read_text(encoding="utf-8").splitlines()) for each in TEMPLATES}
    assert {name: size for name, size in sizes.items() if size >= 150} == {}


def test_scripts_evaluate_nothing() -> None:
    evaluates = re.compile(r"\beval\(|new Function|innerHTML|document\.write|https?://")
    assert [inside(each) for each in SCRIPTS if evaluates.search(each.read_text(encoding="utf-8"))] == []
