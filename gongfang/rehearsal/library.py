"""The rehearsals kept with the tests."""

from pathlib import Path

FOLDER = Path("tests/rehearsals")


def files(root: Path) -> list[Path]:
    """Return the rehearsals of a repository, by name."""
    return sorted((root / FOLDER).glob("*.yaml"))
