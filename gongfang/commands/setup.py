"""`gongfang setup`: bring a database to this version, with the divisions, offices and calendars."""

import argparse

from .terminal import say, start_django

HELP = "建立或升级数据库，并载入区划、机构和工作日历"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take none."""


def run(_args: argparse.Namespace) -> int:
    """Set up the database of the settings."""
    start_django()
    prepare()
    say("数据库已就绪。")
    return 0


def prepare() -> None:
    """Migrate, and load the reference data of every app that has some (`reference.load()`)."""
    from importlib import import_module

    from django.apps import apps
    from django.core.management import call_command
    from django.utils.module_loading import module_has_submodule

    call_command("migrate", interactive=False, verbosity=0)
    for config in apps.get_app_configs():
        if config.name.startswith("gongfang.") and module_has_submodule(config.module, "reference"):
            import_module(f"{config.name}.reference").load()
