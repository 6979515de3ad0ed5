"""Annual filings with what is filed, and the log of a workshop's activities."""

from .activity import Activity, ActivityFile, ActivityKind
from .filing import AnnualFiling, FilingCorrection, FilingRosterUpload, Registration, Worker

__all__ = [
    "Activity",
    "ActivityFile",
    "ActivityKind",
    "AnnualFiling",
    "FilingCorrection",
    "FilingRosterUpload",
    "Registration",
    "Worker",
]
