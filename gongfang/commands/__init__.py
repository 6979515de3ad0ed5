"""One module a command: `HELP`, `add_arguments(parser)` and `run(args)`, which returns the exit status.

Nothing here imports Django or a model at the top: `gongfang deadline` and `gongfang draw verify` also work where
there is no database.
"""

from types import ModuleType

from . import (
    advance,
    createadmin,
    deadline,
    demo,
    docs,
    draw,
    rehearse,
    serve,
    setup,
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
    "docs": docs,
    "sweep": sweep,
}
