/**
 * What if there were more, or less, of one thing: the direction in which things are said to move.
 *
 * Direction only, never an amount; at most three links; only by claims that evidence bears out, at least within limits;
 * "conflicting" where ways disagree. Things that call for care take no part.
 */
import { page, kindOf } from "./page.js";
import { pairsBy, rankOf } from "./causes.js";

/** @typedef {{direction: string, links: number, by: string[]}} Reached */

export const FARTHEST = 3;

/** @param {import("./causes.js").Pair} pair */
function mayCarry(pair) {
  const within = page.bars.qualified.includes(pair.verdict);
  return within && kindOf(pair.head) !== "red flag" && kindOf(pair.tail) !== "red flag";
}

/**
 * The things reached, nearest first: "more", "less" or "conflicting".
 * @param {Map<string, import("./causes.js").Pair>} pairs @param {string} start @param {string} turn
 * @returns {Map<string, Reached>}
 */
export function reached(pairs, start, turn) {
  const after = pairsBy([...pairs.values()].filter(mayCarry), "tail");
  /** @type {Map<string, Reached>} */
  const found = new Map();
  let front = new Map([[start, turn]]);
  for (let distance = 1; distance <= FARTHEST; distance += 1) {
    /** @type {Map<string, string>} */
    const next = new Map();
    for (const [id, direction] of front) {
      const leaving = [...(after.get(id) ?? [])].sort((a, b) => rankOf(a.verdict) - rankOf(b.verdict));
      for (const pair of leaving) step(pair, direction, distance, { found, next, start });
    }
    front = next;
  }
  return found;
}

/** @param {import("./causes.js").Pair} pair @param {string} direction @param {number} distance @param {any} walk */
function step(pair, direction, distance, walk) {
  if (pair.head === walk.start) return;
  const moved = pair.sign === "conflicting" || direction === "conflicting" ? "conflicting"
    : pair.sign === "opposes" ? (direction === "more" ? "less" : "more") : direction;
  const known = walk.found.get(pair.head);
  if (known && known.direction !== moved) known.direction = "conflicting";
  if (known) known.by.push(pair.id);
  else walk.found.set(pair.head, { direction: moved, links: distance, by: [pair.id] });
  if (!known) walk.next.set(pair.head, moved);
  else if (walk.next.has(pair.head)) walk.next.set(pair.head, known.direction);
}
