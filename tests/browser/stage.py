"""The officials and experts whose accounts exist before the story begins."""

from dataclasses import dataclass, field

from gongfang.accounts.models import User
from gongfang.panels.models import Expert
from tests.browser.pages import Site, Visitor
from tests.factories import expert_user, head

DEPARTMENTS = ("culture", "hrss", "agriculture")


def experts(number: int) -> dict[str, User]:
    """Return the accounts of a pool of experts, by name."""
    names = [f"评审专家{place}" for place in range(1, number + 1)]
    accounts = {name: expert_user(name) for name in names}
    for place, (name, account) in enumerate(accounts.items(), start=1):
        Expert.objects.create(
            name=name,
            user=account,
            pool="region" if place % 3 == 0 else "prefecture",
            employer=f"某学院{place}系",
            title="教授",
            has_senior_title=True,
            relevant_years=12,
        )
    return accounts


@dataclass
class Offices:
    """The heads of offices: each signs in by the page the first time, and has a session when needed again."""

    site: Site
    accounts: dict[str, User] = field(default_factory=dict)
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def head(self, code: str) -> Visitor:
        """Return the head of an office ("county.hrss") at work."""
        if code not in self.visitors:
            enter = self.site.with_session if code in self.accounts else self.site.signed_in
            account = self.accounts.setdefault(code, head(code))
            self.visitors[code] = enter(account)
        return self.visitors[code]

    def go_home(self) -> None:
        """Let everybody close the browser; who is needed again opens another."""
        for visitor in self.visitors.values():
            visitor.leave()
        self.visitors.clear()

    def all_agree(self, level: str, number: str) -> None:
        """Let the three departments of a level give their consent."""
        for department in DEPARTMENTS:
            self.head(f"{level}.{department}").agree(number)
