"""The world is there for every module."""

from tests.world import one_a_module

__all__ = ["one_a_module"]
