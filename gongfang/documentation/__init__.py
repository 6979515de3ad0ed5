"""The documents that are generated from the tables: `gongfang docs [--check]`."""

from .writing import command

__all__ = ["command"]
