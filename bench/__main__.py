"""Run every measurement in a throw-away SQLite database and print the ratios against their goals."""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="gongfang-bench-"))
    os.environ["GONGFANG_DATA_DIR"] = str(folder)
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'bench.sqlite3'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from bench import measurements

    return measurements.run()


if __name__ == "__main__":
    sys.exit(main())
