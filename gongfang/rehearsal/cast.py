"""Who plays: made-up people, one for each actor, who exist only in the database of the rehearsal."""

import secrets
from datetime import datetime
from typing import Any

from gongfang.accounts.models import Division, Office, Role, User
from gongfang.regulation.procedure import Actor

PREFECTURE = "654200"


class Cast:
    """The people of one rehearsal. Offices are played by their heads, who sign what binds the office."""

    def __init__(self, *, county: str, since: datetime) -> None:
        self.county = Division.objects.get(code=county)
        self._since = since
        offices = [actor.value for actor in Actor if actor.is_office]
        self._heads = {code: self._official(Role.HEAD, code) for code in offices}
        self._officers = {code: self._official(Role.OFFICER, code) for code in offices}
        self.applicant = self._person(Role.APPLICANT, "演练申报单位")

    def head(self, code: str) -> User:
        """Return the head of an office, such as `county.hrss`."""
        return self._heads[code]

    def officer(self, code: str) -> User:
        """Return an officer of an office."""
        return self._officers[code]

    def expert(self, number: int) -> User:
        """Return a new account for an expert."""
        return self._person(Role.EXPERT, f"演练专家{number}")

    def plays(self, actor: Actor) -> User | Actor:
        """Return who acts as `actor`; SYSTEM and PUBLIC are nobody's account."""
        if actor.is_office:
            return self.head(actor.value)
        return self.applicant if actor == Actor.APPLICANT else actor

    def _official(self, role: str, code: str) -> User:
        level, _, department = code.partition(".")
        division = PREFECTURE if level == "prefecture" else self.county.code
        office = Office.objects.select_related("division").get(division_id=division, department=department)
        return self._person(role, f"演练{Role(role).label}", office=office)

    def _person(self, role: str, name: str, **fields: Any) -> User:
        return User.objects.create_user(
            login=f"rehearsal-{secrets.token_hex(8)}",
            password=secrets.token_hex(16),
            role=role,
            display_name=name,
            created_at=self._since,
            **fields,
        )
