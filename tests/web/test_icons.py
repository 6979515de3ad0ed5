import re
from pathlib import Path

import pytest
from django.conf import settings

from gongfang.web import icons, navigation

NAMED = re.compile(r"""\{% icon "([^"]+)"|\bicon="([a-z][^"{]*)"|<c-icon name="([^"{]+)\"""")
TEMPLATES = sorted(Path(settings.PACKAGE_DIR, "templates").rglob("*.html"))


def test_an_icon_without_a_label_is_hidden_from_assistive_technology():
    drawn = icons.drawn("house")
    assert 'aria-hidden="true"' in drawn
    assert "<path" in drawn
    assert "<!--" not in drawn


def test_the_label_of_an_icon_is_escaped():
    assert 'role="img" aria-label="&quot;&gt;&lt;b&gt;"' in icons.drawn("house", label='"><b>')


@pytest.mark.parametrize("name", ["no-such-icon", "../icons/house", "House"])
def test_an_unknown_icon_is_an_error(name):
    with pytest.raises(icons.UnknownIcon):
        icons.drawn(name)


def test_every_icon_named_in_a_template_exists():
    texts = "\n".join(template.read_text(encoding="utf-8") for template in TEMPLATES)
    named = {"".join(names) for names in NAMED.findall(texts)}
    assert len(named) > 10
    for name in named:
        icons.shapes(name)


def test_every_icon_of_the_menus_and_the_timeline_exists():
    entries = [*navigation.PORTAL, *navigation.registered()]
    for name in [*icons.OF_ACTORS.values(), *(entry.icon for entry in entries)]:
        icons.shapes(name)
