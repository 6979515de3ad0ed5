"""`gongfang rehearse`: the rehearsals are played by a process of their own, on a database that is thrown away."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence

_NOT_PASSED_ON = ("DATABASE_URL", "EMAIL_URL", "GONGFANG_DATA_DIR", "GONGFANG_EVIDENCE_DIR", "GONGFANG_KEY_DIR")


def command(files: Sequence[str], json: bool = False, edition: str | None = None) -> int:
    """Play rehearsal files and print what came of them; return 0 only when every expectation held.

    The process that plays them runs on settings of its own: its database, files and keys are in a folder that
    is deleted, whatever DATABASE_URL says. `edition` is an id, or the path of an edition file.
    """
    with tempfile.TemporaryDirectory(prefix="gongfang-rehearsal-") as folder:
        passed_on = {name: value for name, value in os.environ.items() if name not in _NOT_PASSED_ON}
        own = {
            "DJANGO_SETTINGS_MODULE": "gongfang.settings.rehearsal",
            "GONGFANG_REHEARSAL_DIR": folder,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "PYTHONIOENCODING": "utf-8",
        }
        arguments = [*(["--json"] if json else []), *(["--edition", edition] if edition else []), "--", *files]
        return subprocess.run(
            [sys.executable, "-m", "gongfang.rehearsal", *arguments], env=passed_on | own, check=False
        ).returncode
