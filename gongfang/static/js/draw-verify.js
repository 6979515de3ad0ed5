// Recompute a published draw from its inputs alone: the list's root, the seed and the ranking.
// The same rules as gongfang/regulation/panel.py, written a second time.
import { hex, sm3 } from "./sm3.js";

const ALGORITHM = "ich-draw/v1";
const utf8 = new TextEncoder();
const isText = (value) => typeof value === "string";
const isTexts = (value) => Array.isArray(value) && value.every(isText);
const isCount = (value) => Number.isInteger(value) && value >= 0;
const isRecord = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isLists = (value) => isRecord(value) && Object.values(value).every(isTexts);
const isQuotas = (value) => isRecord(value) && Object.values(value).every(isCount);

const FORMS = {
  algorithm: isText,
  draw_id: isText,
  frozen: isLists,
  root: isText,
  commitments: isTexts,
  reveals: isTexts,
  public_value: isText,
  public_source: isText,
  seed: isText,
  ranking: isLists,
  size: isCount,
  quotas: isQuotas,
};

function joined(parts) {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let start = 0;
  for (const part of parts) {
    bytes.set(part, start);
    start += part.length;
  }
  return bytes;
}

// Join texts, each after its length in 8 bytes, so that no two sequences give the same bytes.
function encode(...texts) {
  return joined(
    texts.flatMap((text) => {
      const bytes = utf8.encode(text);
      const length = new DataView(new ArrayBuffer(8));
      length.setBigUint64(0, BigInt(bytes.length));
      return [new Uint8Array(length.buffer), bytes];
    }),
  );
}

function compareBytes(left, right) {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index += 1) {
    if (left[index] !== right[index]) return left[index] - right[index];
  }
  return left.length - right.length;
}

// The order of the code points, which is that of the UTF-8 bytes and not that of JavaScript's own sort.
const compareTexts = (left, right) => compareBytes(utf8.encode(left), utf8.encode(right));

function treeHash(leaves) {
  if (leaves.length === 0) return sm3(new Uint8Array());
  if (leaves.length === 1) return leaves[0];
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const sides = [treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split))];
  return sm3(joined([Uint8Array.of(1), ...sides]));
}

// Return the Merkle root of the frozen lists.
export function listRoot(frozen) {
  const entries = Object.entries(frozen).flatMap(([pool, refs]) => refs.map((ref) => [pool, ref]));
  entries.sort(([poolA, refA], [poolB, refB]) => compareTexts(poolA, poolB) || compareTexts(refA, refB));
  return hex(treeHash(entries.map(([pool, ref]) => sm3(joined([Uint8Array.of(0), encode(pool, ref)])))));
}

// Return the seed of the list, the revealed nonces and the public value.
export function seedOf(root, reveals, publicValue) {
  return hex(sm3(encode(root, ...[...reveals].sort(compareTexts), publicValue)));
}

// Return the references by rank.
export function rank(seed, drawId, refs, pool) {
  const placed = refs.map((ref) => ({ ref, place: sm3(encode(ALGORITHM, seed, drawId, pool, ref)) }));
  placed.sort((a, b) => compareBytes(a.place, b.place) || compareTexts(a.ref, b.ref));
  return placed.map(({ ref }) => ref);
}

function recomputedRanking(draw, seed) {
  const hasQuotas = Object.keys(draw.quotas).length > 0;
  const lists = hasQuotas ? draw.frozen : { "": Object.values(draw.frozen).flat() };
  const seats = hasQuotas ? draw.quotas : { "": draw.size };
  return Object.fromEntries(
    Object.keys(seats).map((pool) => [pool, rank(seed, draw.draw_id, lists[pool] ?? [], pool)]),
  );
}

function sameLists(left, right) {
  const names = Object.keys(left).sort();
  return (
    names.join("\n") === Object.keys(right).sort().join("\n") &&
    names.every((name) => left[name].length === right[name].length && left[name].every((ref, i) => ref === right[name][i]))
  );
}

function hasEnough(draw, ranking) {
  const quotas = Object.keys(draw.quotas).length > 0 ? draw.quotas : { "": draw.size };
  const total = Object.values(quotas).reduce((sum, seats) => sum + seats, 0);
  return total === draw.size && Object.entries(quotas).every(([pool, seats]) => ranking[pool].length >= seats);
}

function noneRepeated(draw) {
  const refs = Object.values(draw.frozen).flat();
  return new Set(refs).size === refs.length;
}

function revealsWereCommitted(draw) {
  const promised = [...draw.commitments];
  return draw.reveals.every((nonce) => {
    const index = promised.indexOf(hex(sm3(encode("ich-nonce/v1", draw.draw_id, nonce))));
    if (index >= 0) promised.splice(index, 1);
    return index >= 0;
  });
}

// Return one line per check, {name, isSame, published, recomputed}; a malformed file fails in "form".
export function verifyDraw(draw) {
  const malformed = isRecord(draw) ? Object.keys(FORMS).filter((name) => !FORMS[name](draw[name])) : ["JSON"];
  if (malformed.length > 0) return [{ name: "form", isSame: false, published: malformed.join(", "), recomputed: "" }];
  const root = listRoot(draw.frozen);
  const seed = seedOf(root, draw.reveals, draw.public_value);
  const ranking = recomputedRanking(draw, seed);
  const line = (name, isSame, published = "", recomputed = "") => ({ name, isSame, published, recomputed });
  return [
    line("algorithm", draw.algorithm === ALGORITHM, draw.algorithm, ALGORITHM),
    line("list", noneRepeated(draw)),
    line("nonces", revealsWereCommitted(draw)),
    line("root", draw.root === root, draw.root, root),
    line("seed", draw.seed === seed, draw.seed, seed),
    line("ranking", sameLists(draw.ranking, ranking), String(Object.values(draw.ranking).flat().length)),
    line("seats", hasEnough(draw, ranking), String(draw.size)),
  ];
}
