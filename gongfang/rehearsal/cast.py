"""Who plays: made-up people, one for each actor, who exist only in the database of the rehearsal."""

import secrets
from datetime import datetime
from functools import cached_property
from typing import Any

from gongfang.accounts.models import Division, Office, Role, User
from gongfang.regulation.procedure import Actor

PREFECTURE = "654200"


class Cast:
    """The people of one rehearsal. Offices are played by their heads, who sign what binds the office."""

    def __init__(self, *, county: str, since: datetime) -> None:
        self.county = Division.objects.get(code=county)
        self._since = since
        self._people: dict[str, User] = {}

    @cached_property
    def applicant(self) -> User:
        return self._person(Role.APPLICANT, "演练申报单位")

    def head(self, code: str) -> User:
        """Return the head of an office, such as `county.hrss`."""
        if code not in self._people:
            self._people[code] = self._person(Role.HEAD, "演练负责人", office=self._office(code))
        return self._people[code]

    def officer(self, code: str) -> User:
        """Return an officer of an office."""
        key = f"{code} officer"
        if key not in self._people:
            self._people[key] = self._person(Role.OFFICER, "演练经办人", office=self._office(code))
        return self._people[key]

    def expert(self, number: int) -> User:
        """Return a new account for an expert."""
        return self._person(Role.EXPERT, f"演练专家{number}")

    def plays(self, actor: Actor) -> User | Actor:
        """Return who acts as `actor`; SYSTEM and PUBLIC are nobody's account."""
        if actor.is_office:
            return self.head(actor.value)
        return self.applicant if actor == Actor.APPLICANT else actor

    def _office(self, code: str) -> Office:
        level, _, department = code.partition(".")
        division = PREFECTURE if level == "prefecture" else self.county.code
        return Office.objects.select_related("division").get(division_id=division, department=department)

    def _person(self, role: str, name: str, **fields: Any) -> User:
        return User.objects.create_user(
            login=f"rehearsal-{secrets.token_hex(8)}",
            password=secrets.token_hex(16),
            role=role,
            display_name=name,
            created_at=self._since,
            **fields,
        )
