"""Rounds, applications and what is filed with them."""

from .application import Application, CorrectionItem
from .choices import ActivityKind, PersonRole, RosterKind, Route, SiteTenure, WorkMode
from .materials import (
    Activity,
    HeritageUse,
    Inheritor,
    Operations,
    Person,
    Practitioner,
    RosterEntry,
    RosterPerson,
    RosterUpload,
    StagedRoster,
)
from .rounds import Round

__all__ = [
    "Activity",
    "ActivityKind",
    "Application",
    "CorrectionItem",
    "HeritageUse",
    "Inheritor",
    "Operations",
    "Person",
    "PersonRole",
    "Practitioner",
    "RosterEntry",
    "RosterKind",
    "RosterPerson",
    "RosterUpload",
    "Round",
    "Route",
    "SiteTenure",
    "StagedRoster",
    "WorkMode",
]
