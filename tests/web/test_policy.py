"""What the content security policy forbids must not stand in a template."""

import re
from pathlib import Path

import pytest
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


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_template_keeps_the_policy(template):
    text = template.read_text(encoding="utf-8")
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_template_is_short(template):
    assert len(template.read_text(encoding="utf-8").splitlines()) < 150


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script_evaluates_nothing(script):
    assert not re.search(
        r"\beval\(|new Function|innerHTML|document\.write|https?://", script.read_text(encoding="utf-8")
    )
