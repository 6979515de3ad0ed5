"""Writing the generated documents, and checking that the committed ones are up to date."""

import sys
from pathlib import Path

from django.conf import settings

from .coverage import gaps, of_measures
from .pages import all_pages

MUST_BE_COVERED = (range(1, 12),)


def command(check: bool, root: Path | None = None) -> int:
    """Write docs/regulation.md and docs/procedures/, or with `check` only compare; return the exit status.

    `root` is the repository, by default the one this code runs from. A clause without code or test fails both
    ways, of the articles whose procedures exist.
    """
    repository = root or Path(settings.BASE_DIR)
    found = of_measures(repository)
    problems = [problem for articles in MUST_BE_COVERED for problem in gaps(found, articles=articles)]
    pages = all_pages(found)
    if check:
        problems += [f"{path} 已过时，请运行 gongfang docs" for path in stale(repository, pages)]
    else:
        _write(repository, pages)
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


def stale(root: Path, pages: dict[Path, str]) -> list[Path]:
    """Return the pages whose file under `root` is missing or differs."""
    return [path for path, text in pages.items() if _read(root / path) != text]


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _write(root: Path, pages: dict[Path, str]) -> None:
    for path, text in pages.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
