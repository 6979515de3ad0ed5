"""Opening a revocation, inquiring into it, and proposing it (article 10, readings R14, R17)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gongfang.accounts.models import User
from gongfang.cases import services as cases
from gongfang.cases.models import Case
from gongfang.cases.services import StepInput, open_case, take_step
from gongfang.records import chain, uploads
from gongfang.records.models import EvidenceFile, Record
from gongfang.regulation import clauses
from gongfang.regulation.procedure import Actor, StepRefused
from gongfang.regulation.revocation import State
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops import services as workshops
from gongfang.workshops.models import Workshop

from .models import Accusation, Revocation
from .queries import EVIDENCE, told_of

_ORDER = [clause.id for clause in clauses.GROUNDS]


@transaction.atomic
def open_revocation(
    workshop: Workshop,
    *,
    by: User | Actor,
    at: datetime,
    grounds: Sequence[str],
    facts: str,
    files: Sequence["UploadedFile[Any]"] = (),
    seen_version: int | None = None,
) -> Revocation:
    """Open a revocation on one or more of the ten grounds (`clauses.GROUNDS`, as ids such as "10(八)").

    By a person it begins with an inquiry that the workshop does not see. SYSTEM opens one under 10(七) as a
    proposal, which the workshop sees at once and for which its recognition is suspended here (R14); one under
    10(九) as an inquiry.

    :raises StepRefused: when the workshop is not recognised, another one runs, or grounds or facts lack.
    """
    target = (
        Workshop.objects.select_for_update(of=("self",)).select_related("county", "holder").get(pk=workshop.pk)
    )
    case = _new_case(target, grounds=grounds, facts=facts, at=at)
    stored = store(case, files, section=EVIDENCE, by=by, at=at)
    inputs = StepInput(
        documents=stored, facts={"workshop": target.number, "grounds": case.grounds, "facts": _digest(case)}
    )
    take_step(case, "open_revocation", by=by, at=at, inputs=inputs, effect=lambda: _begin(case, target, at))
    return case


def _new_case(workshop: Workshop, *, grounds: Sequence[str], facts: str, at: datetime) -> Revocation:
    case = open_case(
        Revocation,
        region=workshop.county,
        holder=None,
        at=at,
        title=workshop.name,
        workshop=workshop,
        grounds=in_order(grounds),
    )
    Accusation.objects.create(revocation=case, facts=facts.strip(), salt=chain.new_salt())
    return case


def in_order(grounds: Sequence[str]) -> list[str]:
    """Return grounds in the order of article 10, each once; unknown ones last, for the guard to refuse."""
    return sorted(set(grounds), key=lambda each: (_ORDER.index(each) if each in _ORDER else len(_ORDER), each))


def _begin(case: Revocation, workshop: Workshop, at: datetime) -> None:
    update(case, is_open=True)
    if case.state != State.PROPOSED:
        return
    proposed_on = beijing_date(at)
    update(case, is_automatic=True, is_suspending=True, proposed_on=proposed_on, holder=workshop.holder)
    workshops.suspend(workshop, at=at, clause=clauses.ANNUAL_FILING)


def keep_suspended(case: Revocation) -> None:
    """Let a revocation that runs keep up from now on a suspension whose first reason has ended in it (R14)."""
    update(case, is_suspending=True)


def end(case: Revocation, *, at: datetime) -> None:
    """End a revocation that came to nothing; the recognition holds again if nothing else suspends it."""
    update(case, is_open=False)
    workshops.end_suspension(case.workshop, at=at, clause=clauses.REVOCATION, note=case.number)


def hand_over(workshop: Workshop, *, at: datetime) -> None:
    """Let the account that acts for the workshop now see, and answer, what the workshop has been told of."""
    cases.hand_over(told_of(workshop), workshop.holder, at=at)


def update(case: Revocation, **changes: Any) -> None:
    """Write columns of a revocation alone: its state changes through `take_step`."""
    Revocation.objects.filter(pk=case.pk).update(**changes)
    for name, value in changes.items():
        setattr(case, name, value)


def store(
    case: Case,
    files: Sequence["UploadedFile[Any]"],
    *,
    section: str,
    by: User | Actor,
    at: datetime,
    access: str = EvidenceFile.Access.HANDLERS,
) -> list[EvidenceFile]:
    """Keep files, by default where only the departments open them.

    :raises StepRefused: when one of them cannot be taken in.
    """
    uploader = by if isinstance(by, User) else None
    try:
        return [
            uploads.store(case=case, section=section, upload=file, by=uploader, at=at, access=access)
            for file in files
        ]
    except uploads.UploadRefused as refusal:
        raise StepRefused(refusal.reason, clauses.REVOCATION) from refusal


def _digest(case: Revocation) -> str:
    """Return what the record keeps of the facts: enough to prove them, nothing to read."""
    return chain.salted(case.accusation.salt, case.accusation.facts)


@transaction.atomic
def supplement_revocation(
    case: Revocation,
    *,
    by: User,
    at: datetime,
    grounds: Sequence[str] = (),
    facts: str = "",
    files: Sequence["UploadedFile[Any]"] = (),
    seen_version: int | None = None,
) -> Record:
    """Add grounds, facts or evidence to an inquiry; the departments then speak anew (reading R3).

    :raises StepRefused: when nothing is added.
    """
    row = Revocation.objects.select_for_update(of=("self",)).get(pk=case.pk)
    added = [each for each in in_order(grounds) if each not in row.grounds]
    update(case, grounds=in_order([*row.grounds, *added]))
    accusation = Accusation.objects.get(revocation_id=case.pk)
    accusation.facts = "\n\n".join(filter(None, (accusation.facts, facts.strip())))
    accusation.save()
    stored = store(case, files, section=EVIDENCE, by=by, at=at)
    inputs = StepInput(
        given={"adds": bool(added or facts.strip() or stored)},
        documents=stored,
        facts={"grounds": case.grounds, "facts": chain.salted(accusation.salt, accusation.facts)},
        seen_version=seen_version,
    )
    return take_step(case, "supplement_revocation", by=by, at=at, inputs=inputs, effect=lambda: _hear_anew(case))


def _hear_anew(case: Revocation) -> None:
    if case.opinions.filter(stage=case.state, round=case.opinion_round).exists():
        case.opinion_round += 1
        Case.objects.filter(pk=case.pk).update(opinion_round=case.opinion_round)


def drop_revocation(
    case: Revocation, *, by: User, at: datetime, reasons: str = "", seen_version: int | None = None
) -> Record:
    """End an inquiry that found no ground; the workshop never sees it."""
    inputs = StepInput(given={"reasons": reasons}, seen_version=seen_version)
    return take_step(case, "drop_revocation", by=by, at=at, inputs=inputs, effect=lambda: end(case, at=at))


def propose_revocation(case: Revocation, *, by: User, at: datetime, seen_version: int | None = None) -> Record:
    """Propose the revocation: the three departments agree and the evidence is there (readings R3, R17)."""
    inputs = StepInput(seen_version=seen_version)
    return take_step(
        case,
        "propose_revocation",
        by=by,
        at=at,
        inputs=inputs,
        effect=lambda: update(case, proposed_on=beijing_date(at)),
    )
