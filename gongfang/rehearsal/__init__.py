"""The law's cases as readable files, played through the real services: `gongfang rehearse FILE…`."""

from .command import command

__all__ = ["command"]
