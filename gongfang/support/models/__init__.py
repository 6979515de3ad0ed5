"""What support keeps: recommendations, courses, help, successors, brands (article 8)."""

from .growing import BrandKind, BrandMeasure, GrownKind, Succession, SuccessionActivity, SuccessionState
from .recommending import Answer, Candidate, HigherLevel, Recommendation
from .training import (
    Course,
    CourseKind,
    Enrolment,
    EnrolmentState,
    HelpRequest,
    HelpSubject,
    TrainingPlan,
)

__all__ = [
    "Answer",
    "BrandKind",
    "BrandMeasure",
    "Candidate",
    "Course",
    "CourseKind",
    "Enrolment",
    "EnrolmentState",
    "GrownKind",
    "HelpRequest",
    "HelpSubject",
    "HigherLevel",
    "Recommendation",
    "Succession",
    "SuccessionActivity",
    "SuccessionState",
    "TrainingPlan",
]
