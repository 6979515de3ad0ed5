import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongfang.regulation import clauses, draw
from gongfang.regulation.draw import (
    DrawError,
    ListExhausted,
    commitment,
    draw_document,
    encode,
    list_root,
    rank,
    seed,
    verify_draw,
)
from gongfang.regulation.panel import PoolExhausted, salted_ref, seated

REFS = [salted_ref(b"salt", f"expert-{n}") for n in range(12)]
POOLS = {"region": REFS[:6], "prefecture": REFS[6:]}

# Recomputed apart from the code, with hashlib alone.
ROOT = "fea6146203e6a1221f3ca37ca498309caadaa8a1f63eecc90bd76e9ea8d62ef8"
SEED = "079545954dd5d998d24d5b5c5fa6fd4cf763e480c8e79abf4ebc832ad7131d52"
RANKING = "ebcda"

references = st.lists(st.text(max_size=6), unique=True, min_size=5, max_size=30)
texts = st.text(max_size=8)


def drawn(**changes: Any) -> dict[str, Any]:
    inputs: dict[str, Any] = {
        "draw_id": "2026-1",
        "frozen": POOLS,
        "size": 5,
        "public_value": "03 07 11 19 28 33 + 09",
        "public_source": "双色球第 2026060 期",
    }
    return draw_document(**inputs | changes)


def published(**changes: Any) -> dict[str, Any]:
    """Return a draw as an outsider reads it back from the published file."""
    document: dict[str, Any] = json.loads(json.dumps(drawn(**changes), ensure_ascii=False))
    return document


def test_sm3_is_the_standard_one() -> None:
    abc = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"

    assert draw.sm3(b"abc").hex() == abc


def test_draw_of_fixed_inputs_is_fixed_for_ever() -> None:
    assert encode("ab", b"\x00") == bytes(7) + b"\x02ab" + bytes(7) + b"\x01\x00"
    assert list_root("abcde") == ROOT
    assert seed(ROOT, ["n2", "n1"], "42") == SEED
    assert rank(SEED, "d1", "abcde") == tuple(RANKING)


@given(st.lists(texts), st.lists(texts))
def test_encoding_of_two_sequences_is_the_same_only_for_the_same(one: list[str], other: list[str]) -> None:
    assert (encode(*one) == encode(*other)) is (one == other)


@given(references, st.randoms())
def test_root_and_seed_and_ranking_do_not_depend_on_order(refs: list[str], random: Any) -> None:
    shuffled = random.sample(refs, len(refs))

    assert list_root(shuffled) == list_root(refs)
    assert seed("root", shuffled, "value") == seed("root", refs, "value")
    assert rank("seed", "draw", shuffled) == rank("seed", "draw", refs)


@given(references)
def test_root_changes_when_an_expert_is_left_out(refs: list[str]) -> None:
    assert list_root(refs[1:]) != list_root(refs)


def test_root_binds_each_expert_to_the_pool() -> None:
    moved = {"region": REFS[:7], "prefecture": REFS[7:]}

    assert list_root(moved) != list_root(POOLS)
    assert list_root({"": REFS}) == list_root(REFS)


def test_root_of_an_empty_list_is_the_hash_of_nothing() -> None:
    assert list_root([]) == draw.sm3(b"").hex()


@pytest.mark.parametrize("frozen", [["a", "b", "a"], {"region": ["a"], "prefecture": ["a"]}])
def test_expert_listed_twice_is_refused(frozen: Any) -> None:
    with pytest.raises(DrawError, match="重复出现：a"):
        list_root(frozen)


@given(references, st.data())
def test_recusal_never_reorders_the_others(refs: list[str], data: st.DataObject) -> None:
    recused = data.draw(st.sets(st.sampled_from(refs)))
    remaining = [ref for ref in refs if ref not in recused]

    without = tuple(ref for ref in rank("seed", "draw", refs) if ref not in recused)

    assert rank("seed", "draw", remaining) == without


@given(references, st.data())
def test_recusal_seats_the_next_rank_and_moves_nobody_else(refs: list[str], data: st.DataObject) -> None:
    ranking = rank("seed", "draw", refs)
    size = data.draw(st.integers(1, len(refs) - 1))
    panel_before = seated(ranking, size)
    recused = data.draw(st.sampled_from(panel_before))

    panel_after = seated(ranking, size, {recused})

    assert set(panel_after) - set(panel_before) == {ranking[size]}
    assert set(panel_before) - set(panel_after) == {recused}


def test_exhausted_list_is_refused_under_6_2() -> None:
    with pytest.raises(PoolExhausted, match="仅余 4 名专家，不足 5 名") as refused:
        seated(REFS[:6], 5, REFS[:2])

    assert refused.value.clause == clauses.REVIEW


def test_rank_depends_on_seed_draw_and_pool() -> None:
    rankings = {
        rank("seed", "draw", REFS),
        rank("seed", "draw", REFS, "region"),
        rank("seed", "other", REFS),
        rank("other", "draw", REFS),
    }

    assert len(rankings) == 4


def test_every_expert_has_about_the_same_chance() -> None:
    seats = dict.fromkeys(REFS, 0)
    for value in range(2400):
        for ref in rank(seed("root", (), str(value)), "draw", REFS)[:3]:
            seats[ref] += 1

    expected = 2400 * 3 / 12
    chi_square = sum((count - expected) ** 2 / expected for count in seats.values())
    assert chi_square < 31.26  # 11 degrees of freedom, p = 0.001


def test_salted_reference_opens_only_with_its_salt() -> None:
    assert salted_ref(b"salt", "expert-1") == salted_ref("salt", "expert-1")
    assert salted_ref("pepper", "expert-1") != salted_ref("salt", "expert-1")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"size": 7},
        {"quotas": {"region": 2, "prefecture": 3}},
        {"quotas": {"region": 5}},
        {"commitments": [commitment("2026-1", "n1")], "reveals": ["n1"]},
    ],
)
def test_published_draw_is_recomputed(changes: dict[str, Any]) -> None:
    check = verify_draw(published(**changes))

    assert check.is_valid
    assert check.withheld == ()


def test_draw_without_quotas_ranks_both_pools_together() -> None:
    document = published()

    assert document["ranking"] == {"": list(rank(document["seed"], "2026-1", REFS))}


def test_draw_with_quotas_ranks_each_pool_by_itself() -> None:
    document = published(quotas={"region": 2, "prefecture": 3})

    assert document["ranking"]["region"] == list(rank(document["seed"], "2026-1", REFS[:6], "region"))
    assert sorted(document["ranking"]["prefecture"]) == sorted(REFS[6:])


def test_withheld_nonce_is_named_and_dropped() -> None:
    promises = [commitment("2026-1", nonce) for nonce in ("n1", "n2")]

    check = verify_draw(published(commitments=promises, reveals=["n2"]))

    assert check.is_valid
    assert check.withheld == (promises[0],)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reveals": ["n1"]}, "没有事先公布的承诺"),
        ({"commitments": [commitment("2026-1", "n1")], "reveals": ["n1", "n1"]}, "没有事先公布的承诺"),
        ({"commitments": [commitment("2025-9", "n1")], "reveals": ["n1"]}, "没有事先公布的承诺"),
        ({"quotas": {"region": 2, "prefecture": 2}}, "名额合计应为 5"),
        ({"quotas": {"county": 5}}, "没有这个名单：county"),
        ({"frozen": {"region": REFS, "prefecture": REFS[:1]}}, "重复出现"),
    ],
)
def test_contradicting_inputs_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(DrawError, match=message):
        drawn(**changes)


@pytest.mark.parametrize("changes", [{"size": 13}, {"size": 7, "quotas": {"region": 7}}])
def test_draw_from_too_short_a_list_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ListExhausted):
        drawn(**changes)


@pytest.mark.parametrize(
    ("tamper", "differing"),
    [
        (lambda d: d.update(algorithm="other"), "algorithm"),
        (lambda d: d.update(root="0" * 64), "root"),
        (lambda d: d.update(seed="0" * 64), "seed"),
        (lambda d: d.update(public_value="01"), "seed"),
        (lambda d: d.update(draw_id="2026-2"), "ranking"),
        (lambda d: d["ranking"][""].reverse(), "ranking"),
        (lambda d: d["ranking"][""].pop(), "ranking"),
        (lambda d: d["frozen"]["region"].pop(), "root"),
        (lambda d: d["frozen"]["region"].append("extra"), "root"),
        (lambda d: d["frozen"]["region"].append(d["frozen"]["prefecture"][0]), "重复出现"),
        (lambda d: d.update(size=99), "不足 99 个"),
        (lambda d: d.update(reveals=["n1"]), "承诺"),
        (lambda d: d.update(quotas={"region": 5}), "ranking"),
    ],
)
def test_tampered_draw_is_told_where_it_differs(
    tamper: Callable[[dict[str, Any]], object], differing: str
) -> None:
    document = published()
    tamper(document)

    check = verify_draw(document)

    assert not check.is_valid
    assert any(differing in difference for difference in check.differences)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seed", None),
        ("draw_id", "\ud800"),
        ("size", True),
        ("size", -1),
        ("frozen", ["a"]),
        ("frozen", {"region": "abc"}),
        ("frozen", {"region": [1]}),
        ("reveals", "n1"),
        ("quotas", {"region": "5"}),
        ("quotas", None),
    ],
)
def test_malformed_part_is_a_difference_not_an_error(name: str, value: object) -> None:
    assert verify_draw(published() | {name: value}).differences == (f"{name} 缺少或格式不对",)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(json_values, st.sampled_from(sorted(published())))
def test_verifier_never_fails_on_what_it_reads(value: Any, name: str) -> None:
    original = published()

    assert not verify_draw(value).is_valid
    if value != original[name] and name != "public_source":
        assert not verify_draw(original | {name: value}).is_valid
