"""Who plays: made-up people, one for each actor, who exist only in the database of the rehearsal."""

import secrets
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from gongfang.accounts.models import Division, Office, Role, User
from gongfang.regulation.procedure import Actor

PREFECTURE = "654200"


class Cast:
    """The people of one rehearsal. Offices are played by their heads, who sign what binds the office."""

    def __init__(self, *, county: str, since: datetime) -> None:
        self.county = Division.objects.get(code=county)
        self._since = since
        self._password = make_password(secrets.token_hex(16))  # nobody signs in
        codes = [actor.value for actor in Actor if actor.is_office]
        offices = self._offices()
        heads = [self._official(Role.HEAD, offices[code]) for code in codes]
        officers = [self._official(Role.OFFICER, offices[code]) for code in codes]
        self.applicant = self._person(Role.APPLICANT, "演练申报单位")
        User.objects.bulk_create([*heads, *officers, self.applicant])
        self._heads, self._officers = dict(zip(codes, heads, strict=True)), dict(zip(codes, officers, strict=True))

    def head(self, code: str) -> User:
        """Return the head of an office, such as `county.hrss`."""
        return self._heads[code]

    def officer(self, code: str) -> User:
        """Return an officer of an office."""
        return self._officers[code]

    def experts(self, number: int) -> list[User]:
        """Return so many new accounts for experts."""
        return User.objects.bulk_create(
            self._person(Role.EXPERT, f"演练专家{place}") for place in range(1, number + 1)
        )

    def plays(self, actor: Actor) -> User | Actor:
        """Return who acts as `actor`; SYSTEM and PUBLIC are nobody's account."""
        if actor.is_office:
            return self.head(actor.value)
        return self.applicant if actor == Actor.APPLICANT else actor

    def _offices(self) -> dict[str, Office]:
        found = Office.objects.select_related("division").filter(division__in=[PREFECTURE, self.county.code])
        return {office.code: office for office in found}

    def _official(self, role: str, office: Office) -> User:
        return self._person(role, f"演练{Role(role).label}", office=office)

    def _person(self, role: str, name: str, **fields: Any) -> User:
        return User(
            login=f"rehearsal-{secrets.token_hex(8)}",
            password=self._password,
            role=role,
            display_name=name,
            created_at=self._since,
            **fields,
        )
