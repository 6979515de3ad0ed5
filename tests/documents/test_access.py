"""Who reads a draft or a notice not yet served, and that nothing sealed is in a document or on its pages."""

import pytest
from django.test import Client
from django.urls import reverse

from gongfang.documents import queries
from gongfang.panels.models import ScoreSheet
from gongfang.revocations import serving
from tests.panels import cast as panels
from tests.revocations import cast as revocations

from . import cast

pytestmark = pytest.mark.django_db


def test_a_draft_is_for_the_office_that_writes_it() -> None:
    document = cast.drafted("correction_notice", cast.correcting())
    assert cast.readers(document) == {"county.culture"}


def test_a_workshop_reads_a_revocation_notice_only_once_it_was_served() -> None:
    case = revocations.proposed()
    document = cast.issued("revocation_notice", case)
    assert "holder" not in cast.readers(document)
    given = {"method": "in_person", "received_on": revocations.SERVED.date(), "proof": revocations.pdf()}
    serving.serve_notice(case, by=cast.lead(), at=revocations.SERVED, **given)
    assert "holder" in cast.readers(document)


def test_nothing_is_written_of_sealed_scores() -> None:
    panel = panels.scoring()
    entry = panels.entry_of(panel)
    for each in panels.seated(entry)[:4]:
        panels.score_one(panel, each)
    panel.refresh_from_db()
    assert entry.sheets.exclude(submitted_at=None).count() == 4
    assert [offer.kind.name for offer in queries.offers(panel, cast.lead())] == ["draw_minutes"]
    with pytest.raises(StopIteration):
        cast.subject("scoring_sheet", panel)


def test_two_worlds_that_differ_in_a_sealed_score_look_alike(client: Client) -> None:
    panel = panels.scoring()
    panels.score_one(panel, panels.seated(panels.entry_of(panel))[0], items=panels.FULL)
    lead = cast.lead()
    client.force_login(lead)
    pages = [
        reverse("documents:of_case", args=[panel.number]),
        panel.get_absolute_url(),
        reverse("documents:register"),
    ]
    before = [seen(client, page) for page in pages]
    ScoreSheet.objects.filter(entry__panel=panel).update(items=panels.HALF, total=48, comment="改")
    assert [seen(client, page) for page in pages] == before


def seen(client: Client, page: str) -> bytes:
    content: bytes = client.get(page).content
    return b"\n".join(line for line in content.splitlines() if b"csrf" not in line.lower())
