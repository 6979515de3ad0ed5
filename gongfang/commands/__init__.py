"""One module a command: `HELP`, `add_arguments(parser)` and `run(args)`, which returns the exit status.

Nothing here imports Django or a model at the top: `gongfang deadline` and `gongfang draw verify` also work where
there is no database.
"""

from types import ModuleType

from . import (
    advance,
    archive,
    certificate,
    createadmin,
    deadline,
    demo,
    docs,
    draw,
    rehearse,
    serve,
    setup,
    simulate,
    sweep,
    verify,
)

COMMANDS: dict[str, ModuleType] = {
    "serve": serve,
    "demo": demo,
    "setup": setup,
    "createadmin": createadmin,
    "advance": advance,
    "deadline": deadline,
    "rehearse": rehearse,
    "verify": verify,
    "draw": draw,
    "certificate": certificate,
    "archive": archive,
    "simulate": simulate,
    "docs": docs,
    "sweep": sweep,
}
