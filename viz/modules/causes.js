/**
 * The causal graph of the page: which claims count, how claims merge to arrows, and the paths between two things.
 * The rules are those of `myograph.causal`: a disagreement of signs is told, never averaged; a path is as good as its
 * weakest link; paths are ordered by that, then by length, then by names.
 */
import { page, things } from "./page.js";

/**
 * @typedef {import("./page.js").Link} Link
 * @typedef {{id: string, tail: string, head: string, sign: string, verdict: string, links: Link[]}} Pair
 * @typedef {{nodes: string[], pairs: Pair[], sign: string, weakest: number}} Path
 */

export const LONGEST = 8;
export const MOST_PATHS = 40;
const MOST_STEPS = 400000;
const FIRMEST = ["asserted", "likely", "possible", ""];

/** @param {string} verdict */
export function rankOf(verdict) {
  return page.rank[verdict] ?? 99;
}

/** Claims that meet the bar and that the source states. @param {string} bar @param {string} source @returns {Link[]} */
export function admittedLinks(bar, source) {
  const verdicts = page.bars[bar];
  const claims = page.links.filter((/** @type {Link} */ link) => link.verdict !== "by definition"
    && verdicts.includes(link.verdict) && (!source || link.said_by.includes(source)));
  const spoken = new Set(claims.flatMap((/** @type {Link} */ link) => [link.tail, link.head]));
  const definitions = page.links.filter((/** @type {Link} */ link) => link.verdict === "by definition"
    && spoken.has(link.tail) && spoken.has(link.head));
  return [...claims, ...definitions];
}

/** @param {Link[]} admitted @returns {Map<string, Pair>} */
export function pairsOf(admitted) {
  /** @type {Map<string, Pair>} */
  const found = new Map();
  for (const link of admitted) {
    const id = `${link.tail}>${link.head}`;
    const pair = found.get(id) ?? { id, tail: link.tail, head: link.head, sign: link.sign, verdict: "", links: [] };
    pair.sign = pair.sign === link.sign ? link.sign : "conflicting";
    pair.links.push(link);
    found.set(id, pair);
  }
  for (const pair of found.values()) {
    pair.links.sort(bestFirst);
    pair.verdict = pair.links[0].verdict;
  }
  return found;
}

/** @param {Link} a @param {Link} b */
function bestFirst(a, b) {
  return rankOf(a.verdict) - rankOf(b.verdict)
    || Number(a.qualifiers.length > 0) - Number(b.qualifiers.length > 0)
    || FIRMEST.indexOf(a.certainty) - FIRMEST.indexOf(b.certainty)
    || (a.iri < b.iri ? -1 : 1);
}

/** @param {Iterable<Pair>} pairs @param {"tail"|"head"} end @returns {Map<string, Pair[]>} */
export function pairsBy(pairs, end) {
  /** @type {Map<string, Pair[]>} */
  const found = new Map();
  for (const pair of pairs) found.set(pair[end], [...(found.get(pair[end]) ?? []), pair]);
  return found;
}

/** @param {string[]} signs */
export function productOf(signs) {
  if (signs.includes("conflicting")) return "conflicting";
  return signs.filter((sign) => sign === "opposes").length % 2 ? "opposes" : "promotes";
}

/** @param {string} id */
function nameKey(id) {
  const found = things.get(id);
  return `${found?.label}\u0000${found?.iri}`;
}

/**
 * The best-founded simple paths, best first. Searched verdict by verdict and length by length, so that the first found
 * are the best; `cut` says that there are more, or that the search was too long.
 * @param {Map<string, Pair>} pairs @param {string} from @param {string} to @param {number} [most]
 * @returns {{found: Path[], cut: boolean}}
 */
export function bestPaths(pairs, from, to, most = MOST_PATHS) {
  const after = pairsBy(pairs.values(), "tail");
  for (const list of after.values()) list.sort((a, b) => (nameKey(a.head) < nameKey(b.head) ? -1 : 1));
  /** @type {Path[]} */
  const found = [];
  const allowance = { left: MOST_STEPS, full: false };
  for (const rank of [...new Set(Object.values(page.rank))].sort((a, b) => a - b)) {
    const distance = distancesTo(pairs, to, rank);
    for (let length = 1; length <= LONGEST && !allowance.full; length += 1) {
      follow([from], [], { after, distance, rank, length, to, found, most, allowance });
    }
  }
  return { found, cut: allowance.full };
}

/** @param {Map<string, Pair>} pairs @param {string} to @param {number} rank */
function distancesTo(pairs, to, rank) {
  const before = pairsBy([...pairs.values()].filter((pair) => rankOf(pair.verdict) <= rank), "head");
  const distance = new Map([[to, 0]]);
  let front = [to];
  for (let length = 1; front.length; length += 1) {
    front = [...new Set(front.flatMap((id) => (before.get(id) ?? []).map((pair) => pair.tail)))].filter((id) => !distance.has(id));
    for (const id of front) distance.set(id, length);
  }
  return distance;
}

/** @param {string[]} nodes @param {Pair[]} trail @param {any} search */
function follow(nodes, trail, search) {
  if (search.allowance.full) return;
  const at = nodes[nodes.length - 1];
  const left = search.length - trail.length;
  if (left === 0) {
    if (at === search.to && trail.some((pair) => rankOf(pair.verdict) === search.rank)) keepPath(nodes, trail, search);
    return;
  }
  if (at === search.to) return;
  for (const pair of search.after.get(at) ?? []) {
    search.allowance.left -= 1;
    if (search.allowance.left < 0) search.allowance.full = true;
    const near = search.distance.get(pair.head);
    if (rankOf(pair.verdict) > search.rank || near === undefined || near > left - 1 || nodes.includes(pair.head)) continue;
    follow([...nodes, pair.head], [...trail, pair], search);
  }
}

/** @param {string[]} nodes @param {Pair[]} trail @param {any} search */
function keepPath(nodes, trail, search) {
  if (search.found.length >= search.most) {
    search.allowance.full = true;
    return;
  }
  const worst = Math.max(...trail.map((pair) => rankOf(pair.verdict)));
  search.found.push({
    nodes, pairs: trail, sign: productOf(trail.map((pair) => pair.sign)),
    weakest: trail.findIndex((pair) => rankOf(pair.verdict) === worst),
  });
}
