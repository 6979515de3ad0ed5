from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from gongfang.assets import FILES, NodeModulesFinder

TABLER = "vendor/@tabler/core/dist/css/tabler.min.css"


def test_a_listed_file_is_found_under_vendor():
    found = finders.find(TABLER)
    assert found == str(Path(settings.NODE_MODULES_DIR, "@tabler/core/dist/css/tabler.min.css"))
    assert NodeModulesFinder().find(TABLER, find_all=True) == [found]


def test_nothing_else_of_node_modules_is_served():
    finder = NodeModulesFinder()
    assert finder.find("vendor/@tabler/core/package.json") == []
    assert finder.find("vendor/../package.json") == []
    assert finder.find(TABLER.removeprefix("vendor/")) == []


def test_list_gives_collectstatic_every_file_below_the_prefix():
    listed = dict(NodeModulesFinder().list(None))
    assert set(listed) == set(FILES)
    assert {storage.prefix for storage in listed.values()} == {"vendor"}
    assert all(storage.exists(name) for name, storage in listed.items())


def test_check_reports_files_that_are_not_installed(settings, tmp_path):
    assert NodeModulesFinder().check() == []
    settings.NODE_MODULES_DIR = tmp_path
    assert [error.id for error in NodeModulesFinder().check()] == ["gongfang.E001"] * len(FILES)
