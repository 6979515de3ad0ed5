"""Serve an explicit list of files from node_modules as static files; nothing is bundled or copied."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage

# The map is listed because the manifest storage refuses a stylesheet that names a file it cannot find.
FILES = (
    "@tabler/core/dist/css/tabler.min.css",
    "@tabler/core/dist/css/tabler.min.css.map",
    "echarts/dist/echarts.simple.min.js",
)
PREFIX = "vendor"


class NodeModulesFinder(BaseFinder):
    """Find `FILES` under `settings.NODE_MODULES_DIR` and serve them below `/static/vendor/`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.folder = Path(settings.NODE_MODULES_DIR)
        self.storage = FileSystemStorage(location=self.folder)
        self.storage.prefix = PREFIX  # type: ignore[attr-defined]  # collectstatic reads it
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Report every listed file that `npm ci` has not installed."""
        return [
            Error(f"{name} is missing from {self.folder}", hint="Run `make setup`.", id="gongfang.E001")
            for name in FILES
            if not (self.folder / name).is_file()
        ]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return the absolute path of a listed file (in a list when `find_all`), or an empty list."""
        prefix, _, name = path.partition("/")
        if prefix != PREFIX or name not in FILES:
            return []
        found = str(self.folder / name)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, FileSystemStorage]]:
        """Yield each listed file with the storage that opens it."""
        for name in FILES:
            yield name, self.storage
