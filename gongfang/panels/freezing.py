"""The frozen list of a draw: every qualified expert of the pools, under a salted reference (6(二), R6).

An expert with an interest in an application stays on the list, with the code of the reason for which he will not
sit on that one: whoever reads the published draw sees that nobody was left out silently.
"""

import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongfang.applications.models import Application
from gongfang.regulation import panel as rules
from gongfang.regulation.edition import Edition

from .models import Candidate, Expert, Panel


@dataclass(frozen=True)
class Parties:
    """Those behind an application, in the normal form by which interests are matched."""

    number: str
    organisations: frozenset[str]
    others: frozenset[str]


def freeze(panel: Panel, applications: Sequence[Application]) -> list[Candidate]:
    """Write the frozen list of `panel`, and return it."""
    all_parties = [parties_of(application) for application in applications]
    experts = Expert.objects.filter(is_active=True, pool__in=panel.pools).prefetch_related("relations")
    frozen = []
    for expert in experts:
        rated = _rated(expert)
        if rules.is_qualified(rated, panel.edition):
            frozen.append(_candidate(panel, expert, rated, all_parties))
    return Candidate.objects.bulk_create(frozen)


def parties_of(application: Application) -> Parties:
    """Return the operator, its credit code and the people behind an application."""
    people = (application.people, application.inheritors, application.practitioners)
    names = (name for rows in people for name in rows.values_list("name", flat=True))
    return Parties(
        application.number,
        frozenset(_normal_forms((application.operator_name, application.title))),
        frozenset(_normal_forms((application.credit_code, *names))),
    )


def qualified_experts(pools: Iterable[str], edition: Edition) -> int:
    """Return how many experts of the pools may be drawn at all, for the form that announces a draw."""
    experts = Expert.objects.filter(is_active=True, pool__in=list(pools))
    return sum(rules.is_qualified(_without_relations(expert), edition) for expert in experts)


def _candidate(panel: Panel, expert: Expert, rated: rules.Candidate, all_parties: Iterable[Parties]) -> Candidate:
    salt = secrets.token_hex(32)
    reasons = ((parties.number, _exclusion(expert, rated, parties)) for parties in all_parties)
    return Candidate(
        panel=panel,
        expert=expert,
        pool=expert.pool,
        salt=salt,
        ref=rules.salted_ref(salt, str(expert.pk)),
        exclusions={number: code for number, code in reasons if code},
    )


def _exclusion(expert: Expert, rated: rules.Candidate, parties: Parties) -> str:
    if _normal_form(expert.employer) in parties.organisations:
        return "employer"
    return "relation" if rules.is_conflicted(rated, parties.organisations | parties.others) else ""


def _rated(expert: Expert) -> rules.Candidate:
    relations = _normal_forms(relation.value for relation in expert.relations.all())
    return rules.Candidate(
        str(expert.pk), expert.pool, expert.has_senior_title, expert.relevant_years, frozenset(relations)
    )


def _without_relations(expert: Expert) -> rules.Candidate:
    return rules.Candidate(str(expert.pk), expert.pool, expert.has_senior_title, expert.relevant_years)


def _normal_forms(values: Iterable[str]) -> Iterable[str]:
    return filter(None, map(_normal_form, values))


def _normal_form(value: str) -> str:
    """Return a name or code as it is matched: width, case and spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", value).casefold().split())
