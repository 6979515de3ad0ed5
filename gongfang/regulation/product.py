"""The step table of a product of the catalogue (article 8(五))."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from . import clauses
from .procedure import Actor, Facts, Procedure, Step


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    REVISING = "revising"
    REVISION_RETURNED = "revision_returned"
    TAKEN_OFF = "taken_off"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


STATE_LABELS: Mapping[str, str] = {
    State.DRAFT: "草稿",
    State.SUBMITTED: "待审核",
    State.RETURNED: "已退回修改",
    State.PUBLISHED: "已发布",
    State.REVISING: "已发布，修改待审核",
    State.REVISION_RETURNED: "已发布，修改被退回",
    State.TAKEN_OFF: "已下架",
    State.WITHDRAWN: "工坊已撤下",
    State.LAPSED: "随资格终止",
}
ON_SHOW = (State.PUBLISHED, State.REVISING, State.REVISION_RETURNED)
"""The states in which a version of the product is in the public catalogue."""
EDITABLE = (State.DRAFT, State.RETURNED, State.PUBLISHED, State.REVISION_RETURNED, State.TAKEN_OFF)
"""The states in which its workshop may write."""
_FILED = (State.SUBMITTED, State.RETURNED, *ON_SHOW, State.TAKEN_OFF)


@dataclass(frozen=True, kw_only=True)
class ProductFacts(Facts):
    """The picture of a product: how its workshop stands, and what its next version lacks."""

    is_in_good_standing: bool = True
    is_recognised: bool = True
    has_new_version: bool = True
    missing: tuple[str, ...] = ()


def workshop_is_in_good_standing(case: ProductFacts) -> str | None:
    """Refuse support to a workshop whose recognition is suspended or has ended."""
    return None if case.is_in_good_standing else "工坊资格中止或者已终止，不在支持范围内"


def product_is_complete(case: ProductFacts) -> str | None:
    """Refuse to hand in a product that a buyer could not judge."""
    return "尚缺：" + "、".join(case.missing) if case.missing else None


def there_is_something_new(case: ProductFacts) -> str | None:
    """Refuse to hand in a published product that nobody has changed."""
    return None if case.has_new_version else "没有修改，无需提交"


def recognition_is_over(case: ProductFacts) -> str | None:
    """Refuse to end a product by itself while its workshop is recognised."""
    return "工坊仍在认定有效期内" if case.is_recognised else None


_HAND_IN = (workshop_is_in_good_standing, there_is_something_new, product_is_complete)
_LEAD = (Actor.PREFECTURE_CULTURE,)


def _submit(sources: tuple[str, ...], target: str, *, is_expected: bool) -> Step:
    return Step(
        action="submit_product",
        label="提交产品",
        sources=sources,
        target=target,
        by=(Actor.APPLICANT,),
        clause=clauses.CATALOGUE,
        guards=_HAND_IN,
        is_expected=is_expected,
    )


def _return(source: str, target: str) -> Step:
    return Step(
        action="return_product",
        label="退回修改",
        sources=(source,),
        target=target,
        by=_LEAD,
        clause=clauses.CATALOGUE,
        needs=("reasons",),
        is_expected=False,
    )


PRODUCT = Procedure(
    kind="product",
    label="目录产品",
    is_about_a_workshop=True,
    states=STATE_LABELS,
    ends=frozenset({State.WITHDRAWN, State.LAPSED}),
    steps=(
        _submit((State.DRAFT, State.RETURNED), State.SUBMITTED, is_expected=True),
        _submit((State.TAKEN_OFF,), State.SUBMITTED, is_expected=False),
        _submit((State.PUBLISHED,), State.REVISING, is_expected=False),
        _submit((State.REVISION_RETURNED,), State.REVISING, is_expected=True),
        Step(
            action="publish_product",
            label="发布产品",
            sources=(State.SUBMITTED, State.REVISING),
            target=State.PUBLISHED,
            by=_LEAD,
            clause=clauses.CATALOGUE,
            guards=(workshop_is_in_good_standing,),
        ),
        _return(State.SUBMITTED, State.RETURNED),
        _return(State.REVISING, State.REVISION_RETURNED),
        Step(
            action="take_off_product",
            label="下架产品",
            sources=ON_SHOW,
            target=State.TAKEN_OFF,
            by=_LEAD,
            clause=clauses.CATALOGUE,
            needs=("reasons",),
            is_binding=True,
            is_expected=False,
        ),
        Step(
            action="withdraw_product",
            label="撤下产品",
            sources=_FILED,
            target=State.WITHDRAWN,
            by=(Actor.APPLICANT,),
            clause=clauses.CATALOGUE,
            needs=("reasons",),
            is_expected=False,
        ),
        Step(
            action="lapse_product",
            label="随资格终止",
            sources=_FILED,
            target=State.LAPSED,
            by=(Actor.SYSTEM,),
            clause=clauses.CATALOGUE,
            guards=(recognition_is_over,),
        ),
    ),
)
