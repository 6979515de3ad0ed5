import gettext
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#: gongfang/web/navigation.py:1
msgid "首页"
msgstr "Home"

msgctxt "month"
msgid "五月"
msgstr ""
"M"
"ay"

msgid "%(n)s 天"
msgid_plural "%(n)s 天"
msgstr[0] "%(n)s day"
msgstr[1] "%(n)s days"

#, fuzzy
msgid "大概"
msgstr "Perhaps"

msgid "未译"
msgstr ""

#~ msgid "旧"
#~ msgstr "Old"
"""


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, cwd=options.pop("cwd", ROOT), **options)


def test_compile_messages_is_read_by_gettext(tmp_path):
    source, target = tmp_path / "django.po", tmp_path / "django.mo"
    source.write_text(CATALOGUE, encoding="utf-8")
    assert run(sys.executable, "tools/compile_messages.py", source, target).returncode == 0
    catalogue = gettext.GNUTranslations(io.BytesIO(target.read_bytes()))
    assert catalogue.gettext("首页") == "Home"
    assert catalogue.pgettext("month", "五月") == "May"
    assert [catalogue.ngettext("%(n)s 天", "%(n)s 天", n) for n in (1, 2)] == ["%(n)s day", "%(n)s days"]
    assert [catalogue.gettext(text) for text in ("大概", "未译", "旧")] == ["大概", "未译", "旧"]


def test_compile_messages_refuses_what_it_cannot_read(tmp_path):
    source = tmp_path / "django.po"
    source.write_text('msgid "首页\nmsgstr "Home"\n', encoding="utf-8")
    result = run(sys.executable, "tools/compile_messages.py", source, tmp_path / "django.mo")
    assert result.returncode != 0
    assert "not a line of a catalogue" in result.stderr


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools/check_locks", tmp_path / "tools/check_locks")
    for name in ("requirements.txt", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_check_locks_accepts_the_lock_files_of_the_repository(checkout):
    assert run("tools/check_locks", cwd=checkout).returncode == 0


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("requirements.txt", "--extra-index-url https://packages.example/simple\n"),
        ("requirements.txt", "django @ file:///somewhere/django.whl\n"),
        ("package-lock.json", '"resolved": "https://packages.example/core.tgz"\n'),
    ],
)
def test_check_locks_refuses_a_host(checkout, name, line):
    with (checkout / name).open("a") as file:
        file.write(line)
    result = run("tools/check_locks", cwd=checkout)
    assert result.returncode == 1
    assert name in result.stderr


def test_with_postgres_serves_the_command_and_leaves_nothing(tmp_path):
    probe = (
        "import os, environ, psycopg; url = environ.Env().db_url();"
        "c = psycopg.connect(host=url['HOST'], dbname=url['NAME'], user=os.environ['PGUSER']);"
        "print(c.info.server_version); raise SystemExit(7)"
    )
    os.chmod(tmp_path, 0o755)
    for folder in (tmp_path, *tmp_path.parents[:3]):  # the server's own user must be able to reach its data
        folder.chmod(0o755)
    result = run("tools/with_postgres", sys.executable, "-c", probe, env={**os.environ, "TMPDIR": str(tmp_path)})
    assert result.returncode == 7, result.stderr
    assert int(result.stdout) >= 120000
    assert list(tmp_path.iterdir()) == []


def test_with_postgres_without_a_command_says_how_to_use_it():
    result = run("tools/with_postgres")
    assert result.returncode == 2
    assert "usage" in result.stderr
