"""A recognised workshop can be made here too."""

from tests.workshops.conftest import make_workshop

__all__ = ["make_workshop"]
