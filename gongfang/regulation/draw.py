"""The draw that anyone can recompute: of experts for a panel (6(二)), of workshops for an inspection (9(三)).

It is a pure function of published inputs: a frozen list of references, the nonces revealed before the public
value existed, and that value. Each reference has its own place in the ranking, so that taking one out reorders
nobody (R6).
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes

ALGORITHM = "ich-draw/v1"

Refs = Collection[str]
Pools = Mapping[str, Refs]

_LEAF, _NODE = b"\x00", b"\x01"  # as in RFC 6962: a leaf can never pass for a node
_UNPAIRED = re.compile("[\ud800-\udfff]")  # JSON may smuggle in half a character, which has no bytes


class ListExhausted(LookupError):
    """The frozen list has too few references left for the seats."""

    def __init__(self, needed: int, left: int) -> None:
        super().__init__(f"抽取名单仅余 {left} 个，不足 {needed} 个，须另行公告抽取")
        self.needed, self.left = needed, left


class DrawError(ValueError):
    """The inputs of a draw contradict each other; the message says how."""


@dataclass(frozen=True)
class DrawCheck:
    """What differs between a published draw and its recomputation; commitments never revealed."""

    differences: tuple[str, ...]
    withheld: tuple[str, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Return whether everything was recomputed as published."""
        return not self.differences


def sm3(data: bytes) -> bytes:
    """Return the SM3 digest of `data`."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize()


def encode(*parts: bytes | str) -> bytes:
    """Join the parts, each after its length in 8 bytes, so that no two sequences give the same bytes."""
    encoded = (part.encode() if isinstance(part, str) else part for part in parts)
    return b"".join(len(part).to_bytes(8, "big") + part for part in encoded)


def commitment(draw_id: str, nonce: str) -> str:
    """Return what a party publishes before it reveals its nonce; bound to one draw."""
    return sm3(encode("ich-nonce/v1", draw_id, nonce)).hex()


def list_root(frozen: Refs | Pools) -> str:
    """Return the Merkle root of the frozen list, the same for every order of its references.

    A tree as in RFC 6962 with SM3, so that one membership can be proved without the list. Its leaf
    binds a reference to its pool; a plain collection is the single pool ``""``.

    :raises DrawError: when a reference is there twice.
    """
    pools = frozen if isinstance(frozen, Mapping) else {"": frozen}
    _union(pools)
    entries = sorted((pool, ref) for pool, refs in pools.items() for ref in refs)
    return _tree_hash([sm3(_LEAF + encode(pool, ref)) for pool, ref in entries]).hex()


def seed(list_root: str, reveals: Sequence[str], public_value: str) -> str:
    """Return the seed of a draw from its list, the revealed nonces in any order and the public value."""
    return sm3(encode(list_root, *sorted(reveals), public_value)).hex()


def rank(seed: str, draw_id: str, refs: Iterable[str], pool: str = "") -> tuple[str, ...]:
    """Return the references by rank. The place of two of them never depends on a third (R6)."""
    return tuple(sorted(refs, key=lambda ref: (sm3(encode(ALGORITHM, seed, draw_id, pool, ref)), ref)))


def seated(ranking: Sequence[str], size: int, excluded: Collection[str] = ()) -> tuple[str, ...]:
    """Return the first `size` references that are not excluded, by rank.

    :raises ListExhausted: when fewer are left.
    """
    left = [ref for ref in ranking if ref not in excluded]
    if len(left) < size:
        raise ListExhausted(size, len(left))
    return tuple(left[:size])


def draw_document(
    *,
    draw_id: str,
    frozen: Pools,
    size: int,
    public_value: str,
    public_source: str,
    commitments: Sequence[str] = (),
    reveals: Sequence[str] = (),
    quotas: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """Carry out a draw and return everything that an outsider needs to recompute it, ready for JSON.

    `frozen` holds the references of each pool. Without `quotas` there is one ranking over all pools,
    under the name ``""``; with them, one for each pool that has a quota. Nothing in it names a person.

    :raises DrawError: when a reference is there twice, a nonce was never committed to, a quota names
        an unknown pool, or the quotas are not `size` together.
    :raises ListExhausted: when a list is shorter than its seats.
    """
    quotas = dict(quotas or {})
    _check_quotas(quotas, size, frozen)
    _check_reveals(draw_id, commitments, reveals)
    root = list_root(frozen)
    drawn = seed(root, reveals, public_value)
    lists = frozen if quotas else {"": _union(frozen)}
    seats = quotas or {"": size}
    rankings = {pool: rank(drawn, draw_id, lists[pool], pool) for pool in seats}
    for pool, number in seats.items():
        seated(rankings[pool], number)
    return {
        "algorithm": ALGORITHM,
        "draw_id": draw_id,
        "frozen": {pool: sorted(refs) for pool, refs in frozen.items()},
        "root": root,
        "commitments": sorted(commitments),
        "reveals": sorted(reveals),
        "public_value": public_value,
        "public_source": public_source,
        "seed": drawn,
        "ranking": {pool: list(ranking) for pool, ranking in rankings.items()},
        "size": size,
        "quotas": quotas,
    }


def verify_draw(document: object) -> DrawCheck:
    """Recompute a published draw from its inputs alone and list what differs.

    Anything is accepted: what is missing or of the wrong form is a difference, not an error.
    """
    if not isinstance(document, Mapping):
        return DrawCheck(("抽取文件应为一个 JSON 对象",))
    if malformed := _malformed(document):
        return DrawCheck(malformed)
    try:
        recomputed = draw_document(**{name: document[name] for name in _INPUTS})
    except (DrawError, ListExhausted) as error:
        return DrawCheck((str(error),))
    differing = (f"{name} 与重新计算的结果不一致" for name in _FORMS if document[name] != recomputed[name])
    revealed = {commitment(document["draw_id"], nonce) for nonce in document["reveals"]}
    withheld = (promise for promise in document["commitments"] if promise not in revealed)
    return DrawCheck(tuple(differing), tuple(withheld))


def _tree_hash(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return sm3(b"")
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1  # the largest power of two below the length
    return sm3(_NODE + _tree_hash(leaves[:split]) + _tree_hash(leaves[split:]))


def _union(pools: Pools) -> list[str]:
    refs = [ref for refs in pools.values() for ref in refs]
    if repeated := sorted(ref for ref, times in Counter(refs).items() if times > 1):
        raise DrawError(f"名单中重复出现：{'、'.join(repeated)}")
    return refs


def _check_quotas(quotas: Mapping[str, int], size: int, frozen: Pools) -> None:
    if unknown := sorted(quotas.keys() - frozen.keys()):
        raise DrawError(f"名额中没有这个名单：{'、'.join(unknown)}")
    if quotas and sum(quotas.values()) != size:
        raise DrawError(f"各库名额合计应为 {size}")


def _check_reveals(draw_id: str, commitments: Sequence[str], reveals: Sequence[str]) -> None:
    revealed = Counter(commitment(draw_id, nonce) for nonce in reveals)
    if revealed - Counter(commitments):
        raise DrawError("有随机数没有事先公布的承诺")


def _malformed(document: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(f"{name} 缺少或格式不对" for name, has_form in _FORMS.items() if not has_form(document.get(name)))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not _UNPAIRED.search(value)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_lists(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value)) and all(map(_is_texts, value.values()))


def _is_quotas(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value)) and all(map(_is_count, value.values()))


_INPUTS = (
    "draw_id",
    "frozen",
    "size",
    "public_value",
    "public_source",
    "commitments",
    "reveals",
    "quotas",
)

_FORMS = {
    "algorithm": _is_text,
    "draw_id": _is_text,
    "frozen": _is_lists,
    "root": _is_text,
    "commitments": _is_texts,
    "reveals": _is_texts,
    "public_value": _is_text,
    "public_source": _is_text,
    "seed": _is_text,
    "ranking": _is_lists,
    "size": _is_count,
    "quotas": _is_quotas,
}
