"""Registers and their imports, matching, the project library, subsidies, employment policies and trainings."""

from .employment import PolicyGrant, SkillTraining, SupportPolicy, TrainingShare
from .library import LibraryEntry
from .matching import Explanation, Issue, Matching, MatchResult, Mismatch, MismatchLine, Outcome, Source
from .register import ImportProblem, ImportState, PersonCategory, RegisterEntry, RegisterImport, StagedEntry
from .subsidies import Spending, SpendingState, Subsidy

__all__ = [
    "Explanation",
    "ImportProblem",
    "ImportState",
    "Issue",
    "LibraryEntry",
    "MatchResult",
    "Matching",
    "Mismatch",
    "MismatchLine",
    "Outcome",
    "PersonCategory",
    "PolicyGrant",
    "RegisterEntry",
    "RegisterImport",
    "SkillTraining",
    "Source",
    "Spending",
    "SpendingState",
    "StagedEntry",
    "Subsidy",
    "SupportPolicy",
    "TrainingShare",
]
