"""Who plays: the demonstration's own accounts, and generated people for the other counties, firms and experts."""

import random
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.hashers import make_password

from gongfang.accounts.demonstration import DEMO_PASSWORD, EXPERT_NAMES, LOGIN_PREFIX, PLACES, ensure_demo_users
from gongfang.accounts.encryption import blind_index
from gongfang.accounts.models import Division, Office, Role, User
from gongfang.panels.models import Expert, Pool

from .people import MARK, person

PREFECTURE = PLACES["prefecture"]
DEMO_APPLICANT = 0
APPLICANTS = 70
_NAMED_EXPERTS = len(EXPERT_NAMES)
_FIELDS = ("传统技艺", "传统美术", "非遗保护与研究", "民俗学", "传统音乐", "工艺设计", "乡村产业", "人力资源开发")
_EMPLOYERS = (
    "自治区工艺美术研究所",
    "某大学民俗学研究中心",
    "某师范学院美术学院",
    "自治区非遗保护研究中心",
    "某职业技术学院",
    "某大学音乐学院",
    "某农业大学经济管理学院",
    "地区文化馆",
    "地区博物馆",
    "某县职业高中",
    "地区群众艺术馆",
    "某工艺美术协会",
)
_TITLES = (("研究馆员", True), ("教授", True), ("副教授", True), ("高级工艺美术师", True), ("工艺美术师", False))


class Cast:
    """The people by what they are: heads and officers by office and county, applicants and experts by number."""

    def __init__(self, *, at: datetime, seed: random.Random) -> None:
        ensure_demo_users(at=at)
        self._password = make_password(DEMO_PASSWORD)
        self._at = at
        self._hire_officials(seed)
        officials = User.objects.filter(role__in=(Role.HEAD, Role.OFFICER)).select_related("office__division")
        self._officials = {_post(user): user for user in officials}
        self.applicants = [self._demo("applicant"), *self._register_applicants(seed)]
        self.experts = self._gather_experts(seed)

    def head(self, code: str, county: str = "") -> User:
        """Return the head of an office such as `county.hrss` of a county, or `prefecture.culture`."""
        return self._official(code, county, Role.HEAD)

    def officer(self, code: str, county: str = "") -> User:
        """Return the officer of an office."""
        return self._official(code, county, Role.OFFICER)

    def _official(self, code: str, county: str, role: str) -> User:
        level, _, department = code.partition(".")
        return self._officials[PREFECTURE if level == "prefecture" else county, department, role]

    def _demo(self, name: str) -> User:
        return User.objects.get(login_index=blind_index(f"{LOGIN_PREFIX}{name}", "login"))

    def _hire_officials(self, seed: random.Random) -> None:
        """Fill the offices of the counties that have no accounts on the sign-in page."""
        offices = Office.objects.filter(division__level=Division.Level.COUNTY, users=None).order_by("pk")
        posts = [(office, role) for office in offices for role in (Role.OFFICER, Role.HEAD)]
        self._employ(
            self._new(
                f"{office.division_id}-{office.department}-{role}",
                role,
                person(seed, office.division_id).name,
                office,
            )
            for office, role in posts
        )

    def _register_applicants(self, seed: random.Random) -> list[User]:
        codes = Division.objects.filter(level=Division.Level.COUNTY).values_list("code", flat=True)
        counties = list(codes)
        return self._employ(
            self._new(f"applicant-{number}", Role.APPLICANT, person(seed, seed.choice(counties)).name + MARK)
            for number in range(2, APPLICANTS + 2)
        )

    def _gather_experts(self, seed: random.Random) -> list[Expert]:
        """Write the pool: the first nine are those of the sign-in page, all of the region's pool."""
        named = [self._demo(f"expert-{number}") for number in range(1, _NAMED_EXPERTS + 1)]
        others = self._employ(
            self._new(f"expert-{number}", Role.EXPERT, person(seed, PREFECTURE).name)
            for number in range(_NAMED_EXPERTS + 1, 25)
        )
        experts = [_expert(place, user, seed) for place, user in enumerate([*named, *others])]
        Expert.objects.bulk_create(experts)
        return experts

    def _new(self, name: str, role: str, display_name: str, office: Office | None = None) -> User:
        return User(
            login=f"{LOGIN_PREFIX}{name}",
            role=role,
            display_name=display_name,
            office=office,
            password=self._password,
            created_at=self._at,
        )

    def _employ(self, people: Iterable[User]) -> list[User]:
        return User.objects.bulk_create(people)


def _post(user: User) -> tuple[str, str, str]:
    assert user.office is not None  # officials have one
    return user.office.division_id, user.office.department, user.role


def _expert(place: int, user: User, seed: random.Random) -> Expert:
    title, is_senior = _TITLES[place % len(_TITLES)]
    is_of_region = place < _NAMED_EXPERTS + 3
    return Expert(
        user=user,
        name=user.display_name,
        pool=Pool.REGION if is_of_region else Pool.PREFECTURE,
        speciality=_FIELDS[place % len(_FIELDS)],
        employer=_EMPLOYERS[place % len(_EMPLOYERS)] + MARK,
        title=title,
        has_senior_title=is_senior,
        relevant_years=seed.randrange(8, 30),
        phone=f"19200{seed.randrange(1_000_000):06d}",
    )
