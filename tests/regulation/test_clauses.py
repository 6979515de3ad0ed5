import pytest

from gongfang.regulation import clauses
from gongfang.regulation.clauses import ALL, Clause, UnknownClause, clause

LIMBS = {3: 3, 4: 7, 6: 4, 7: 5, 8: 6, 9: 4, 10: 10, 11: 3}
NUMERALS = "一二三四五六七八九十"


def measures_ids() -> set[str]:
    articles = {str(article) for article in range(1, 14)}
    limbs = {f"{article}({NUMERALS[n]})" for article, count in LIMBS.items() for n in range(count)}
    return articles | limbs | {f"6(一){item}" for item in range(1, 6)}


def test_all_holds_every_article_limb_and_item_once() -> None:
    inside = [each.id for each in ALL if not each.id.startswith("民法典")]

    assert len(inside) == len(set(inside))
    assert set(inside) == measures_ids()


@pytest.mark.parametrize(
    ("id", "cite"),
    [
        ("5", "《办法》第五条"),
        ("10", "《办法》第十条"),
        ("13", "《办法》第十三条"),
        ("6(三)", "《办法》第六条第（三）项"),
        ("10(十)", "《办法》第十条第（十）项"),
        ("11(一)", "《办法》第十一条第（一）项"),
        ("6(一)1", "《办法》第六条第（一）项第1目"),
        ("民法典201", "《民法典》第二百零一条"),
        ("民法典203", "《民法典》第二百零三条"),
    ],
)
def test_clause_is_cited_as_officials_write_it(id: str, cite: str) -> None:
    assert clause(id).cite == cite
    assert str(clause(id)) == cite


@pytest.mark.parametrize(
    ("number", "written"),
    [(20, "二十"), (100, "一百"), (110, "一百一十"), (188, "一百八十八"), (200, "二百")],
)
def test_article_numbers_are_written_as_in_statutes(number: int, written: str) -> None:
    assert Clause(f"民法典{number}", "").cite == f"《民法典》第{written}条"


def test_labels_are_short_and_none_is_missing() -> None:
    assert all(0 < len(each.label) <= 20 for each in ALL)


@pytest.mark.parametrize("id", ["14", "6(五)", "6（三）", "", "6(三)1"])
def test_unknown_clause_is_refused_by_name(id: str) -> None:
    with pytest.raises(UnknownClause) as refused:
        clause(id)

    assert str(refused.value) == f"没有这一条款：{id}"


def test_a_clause_made_with_a_malformed_id_has_no_citation() -> None:
    with pytest.raises(UnknownClause):
        _ = Clause("六(三)", "").cite


def test_grounds_and_materials_follow_the_measures_order() -> None:
    assert [ground.id for ground in clauses.GROUNDS] == [f"10({numeral})" for numeral in NUMERALS]
    assert [material.id for material in clauses.MATERIALS] == [f"6(一){item}" for item in range(1, 6)]
