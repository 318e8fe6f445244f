/**
 * Places for what a reader selects: the method of `myograph.viz.layout` (layers, corners, order, places) for small graphs,
 * from left to right or, on a phone, from top to bottom in short rows.
 */

import { orderNet } from "./ordering.js";

/**
 * @typedef {{id: string, stage: number, width: number, height: number}} Box
 * @typedef {{id: string, tail: string, head: string}} Arrow
 * @typedef {{x: number, y: number}} At
 * @typedef {{down: boolean, most: number, layer: number, beside: number, corner: number, limit: number}} Spacing
 * @typedef {{at: Map<string, At>, routes: Map<string, number[][]>}} Placement
 * @typedef {{columns: string[][], before: Map<string, string[]>, after: Map<string, string[]>}} Net
 */

const MOVES = 24;
const CORNER = "\u0000";

/** @param {Box[]} boxes @param {Arrow[]} arrows @param {Spacing} space @returns {Placement} */
export function place(boxes, arrows, space) {
  const known = new Map(boxes.map((box) => [box.id, box]));
  const drawn = arrows.filter((arrow) => known.has(arrow.tail) && known.has(arrow.head) && arrow.tail !== arrow.head);
  const columns = layersOf(boxes, drawn, space.most);
  const net = netOf(columns, drawn);
  orderNet(net, (slot) => !slot.includes(CORNER));
  const across = (/** @type {string} */ slot) => (slot.includes(CORNER) ? 0 : known.get(slot)?.[space.down ? "width" : "height"] ?? 0);
  const along = (/** @type {string} */ slot) => (slot.includes(CORNER) ? 0 : known.get(slot)?.[space.down ? "height" : "width"] ?? 0);
  const places = acrossPlaces(net, across, space);
  const bands = bandsOf(net, along, space);
  const columnOf = new Map(columns.flatMap((column, number) => column.map((id) => [id, number])));
  const centre = new Map(boxes.map((box) => {
    const [start, end] = bands[columnOf.get(box.id) ?? 0];
    return [box.id, { along: (start + end) / 2, across: places.get(box.id) ?? 0 }];
  }));
  const ports = portsOf(drawn, columnOf, places, across);
  const routes = new Map(drawn.map((arrow) => [arrow.id, routeOf(arrow, columnOf, centre, places, bands, ports, along)]));
  const turn = (/** @type {number[]} */ point) => (space.down ? [point[1], point[0]] : point);
  return {
    at: new Map([...centre].map(([id, p]) => [id, space.down ? { x: p.across, y: p.along } : { x: p.along, y: p.across }])),
    routes: new Map([...routes].map(([id, route]) => [id, route.map(turn)])),
  };
}

/**
 * Stages by the arrows alone, for what reads as a chain: by the longest way there, and what nothing leads to stands just
 * before what it leads to.
 * @param {string[]} ids @param {Arrow[]} arrows @returns {Map<string, number>}
 */
export function chainStages(ids, arrows) {
  /** @type {Map<string, number>} */
  const depth = new Map();
  for (const id of ids) depthOf(id, arrows, depth, new Set());
  const heads = (/** @type {string} */ id) => arrows.filter((arrow) => arrow.tail === id).map((arrow) => depth.get(arrow.head) ?? 0);
  return new Map(ids.map((id) => [id, depth.get(id) || Math.max(0, Math.min(...heads(id)) - 1) || 0]));
}

/** @param {Box[]} boxes @param {Arrow[]} arrows @param {number} most */
function layersOf(boxes, arrows, most) {
  /** @type {string[][]} */
  const columns = [];
  for (const stage of [...new Set(boxes.map((box) => box.stage))].sort((a, b) => a - b)) {
    const members = boxes.filter((box) => box.stage === stage).map((box) => box.id);
    const inside = new Set(members);
    const inner = arrows.filter((arrow) => inside.has(arrow.tail) && inside.has(arrow.head));
    /** @type {Map<string, number>} */
    const depth = new Map();
    for (const member of members) depthOf(member, inner, depth, new Set());
    for (let level = 0; level <= Math.max(...depth.values()); level += 1) {
      columns.push(...divided(members.filter((member) => depth.get(member) === level), arrows, most));
    }
  }
  return columns;
}

/** @param {string} id @param {Arrow[]} inner @param {Map<string, number>} depth @param {Set<string>} open @returns {number} */
function depthOf(id, inner, depth, open) {
  const known = depth.get(id);
  if (known !== undefined) return known;
  open.add(id);
  const tails = inner.filter((arrow) => arrow.head === id && !open.has(arrow.tail)).map((arrow) => arrow.tail);
  const found = Math.max(0, ...tails.map((tail) => 1 + depthOf(tail, inner, depth, open)));
  open.delete(id);
  depth.set(id, found);
  return found;
}

/** @param {string[]} members @param {Arrow[]} arrows @param {number} most */
function divided(members, arrows, most) {
  if (!members.length) return [];
  const size = Math.ceil(members.length / Math.ceil(members.length / most));
  const ranked = rankedMembers(members, arrows);
  const parts = [];
  for (let start = 0; start < ranked.length; start += size) {
    const part = new Set(ranked.slice(start, start + size));
    parts.push(members.filter((id) => part.has(id)));
  }
  return parts;
}

/** First those with one arrow only, side by side where it leads; at last those with the most. @param {string[]} members @param {Arrow[]} arrows */
function rankedMembers(members, arrows) {
  const near = new Map(members.map((id) => [id, arrows.flatMap((arrow) => (arrow.tail === id ? [arrow.head] : arrow.head === id ? [arrow.tail] : []))]));
  const alike = (/** @type {string} */ end) => members.filter((id) => near.get(id)?.length === 1 && near.get(id)?.[0] === end).length;
  const rank = new Map(members.map((id) => {
    const ends = near.get(id) ?? [];
    return [id, { many: Number(ends.length !== 1), count: ends.length === 1 ? alike(ends[0]) : ends.length, end: ends[0] ?? "" }];
  }));
  const none = { many: 0, count: 0, end: "" };
  return [...members].sort((one, other) => {
    const [a, b] = [rank.get(one) ?? none, rank.get(other) ?? none];
    return a.many - b.many || a.count - b.count || (a.end < b.end ? -1 : a.end > b.end ? 1 : 0);
  });
}

/** @param {string[][]} columns @param {Arrow[]} arrows @returns {Net} */
function netOf(columns, arrows) {
  const columnOf = new Map(columns.flatMap((column, number) => column.map((id) => [id, number])));
  /** @type {Net} */
  const net = { columns: columns.map((column) => [...column]), before: new Map(), after: new Map() };
  for (const arrow of arrows) {
    const [a, b] = [columnOf.get(arrow.tail) ?? 0, columnOf.get(arrow.head) ?? 0];
    if (a === b) continue;
    const [first, last] = a < b ? [arrow.tail, arrow.head] : [arrow.head, arrow.tail];
    let left = first;
    for (let number = Math.min(a, b) + 1; number < Math.max(a, b); number += 1) {
      const corner = `${arrow.id}${CORNER}${number}`;
      net.columns[number].push(corner);
      join(net, left, corner);
      left = corner;
    }
    join(net, left, last);
  }
  return net;
}

/** @param {Net} net @param {string} left @param {string} right */
function join(net, left, right) {
  net.after.set(left, [...(net.after.get(left) ?? []), right]);
  net.before.set(right, [...(net.before.get(right) ?? []), left]);
}

/** @param {Net} net @param {(slot: string) => number} across @param {Spacing} space */
function acrossPlaces(net, across, space) {
  const gap = (/** @type {string} */ a, /** @type {string} */ b) =>
    (across(a) + across(b)) / 2 + (a.includes(CORNER) || b.includes(CORNER) ? space.corner : space.beside);
  /** @type {Map<string, number>} */
  const at = new Map();
  for (const column of net.columns) {
    let place = 0;
    column.forEach((slot, index) => {
      place += index ? gap(column[index - 1], slot) : 0;
      at.set(slot, place);
    });
    for (const slot of column) at.set(slot, (at.get(slot) ?? 0) - place / 2);
  }
  for (let move = 0; move < MOVES; move += 1) {
    const columns = move % 2 ? [...net.columns].reverse() : net.columns;
    for (const column of columns) moveColumn(column, net, at, gap, (slot) => space.limit / 2 - across(slot) / 2);
  }
  return at;
}

/**
 * Pool adjacent violators, then keep what has room within its limits there.
 * @param {string[]} column @param {Net} net @param {Map<string, number>} at @param {(a: string, b: string) => number} gap
 * @param {(slot: string) => number} most how far from the middle a slot may stand
 */
function moveColumn(column, net, at, gap, most) {
  let offset = 0;
  /** @type {{wish: number, weight: number, members: [string, number][]}[]} */
  const blocks = [];
  column.forEach((slot, index) => {
    offset += index ? gap(column[index - 1], slot) : 0;
    const near = [...(net.before.get(slot) ?? []), ...(net.after.get(slot) ?? [])].map((other) => at.get(other) ?? 0);
    /** @type {{wish: number, weight: number, members: [string, number][]}} */
    let block = {
      wish: (near.length ? near.reduce((a, b) => a + b, 0) / near.length : at.get(slot) ?? 0) - offset,
      weight: slot.includes(CORNER) ? 8 : 1 + near.length,
      members: [[slot, offset]],
    };
    while (blocks.length && blocks[blocks.length - 1].wish > block.wish) {
      const above = /** @type {typeof block} */ (blocks.pop());
      const weight = above.weight + block.weight;
      block = { wish: (above.wish * above.weight + block.wish * block.weight) / weight, weight, members: [...above.members, ...block.members] };
    }
    blocks.push(block);
  });
  const [least, greatest] = [-most(column[0] ?? ""), most(column.at(-1) ?? "") - offset];
  const held = (/** @type {number} */ wish) => (least <= greatest ? Math.min(Math.max(wish, least), greatest) : wish);
  for (const block of blocks) for (const [slot, own] of block.members) at.set(slot, held(block.wish) + own);
}

/** @param {Net} net @param {(slot: string) => number} along @param {Spacing} space @returns {number[][]} */
function bandsOf(net, along, space) {
  let edge = 0;
  return net.columns.map((column) => {
    const size = Math.max(0, ...column.map(along));
    const band = [edge, edge + size];
    const busy = column.reduce((sum, slot) => sum + (net.after.get(slot) ?? []).length, 0);
    edge += size + space.layer + Math.min(space.down ? 24 : 90, 1.2 * busy);
    return band;
  });
}

/** @param {Arrow[]} arrows @param {Map<string, number>} columnOf @param {Map<string, number>} places @param {(slot: string) => number} across */
function portsOf(arrows, columnOf, places, across) {
  /** @type {Map<string, {key: string, wish: number, end: string}[]>} */
  const sides = new Map();
  for (const arrow of arrows) {
    const forward = (columnOf.get(arrow.head) ?? 0) >= (columnOf.get(arrow.tail) ?? 0);
    for (const [end, other, right, step] of [[arrow.tail, arrow.head, forward, 1], [arrow.head, arrow.tail, !forward, -1]]) {
      const number = (columnOf.get(String(end)) ?? 0) + Number(step) * (forward ? 1 : -1);
      const wish = places.get(`${arrow.id}${CORNER}${number}`) ?? places.get(String(other)) ?? 0;
      const side = `${end}${CORNER}${right}`;
      sides.set(side, [...(sides.get(side) ?? []), { key: `${arrow.id}${CORNER}${end}`, wish, end: String(end) }]);
    }
  }
  /** @type {Map<string, number>} */
  const ports = new Map();
  for (const joined of sides.values()) {
    joined.sort((a, b) => a.wish - b.wish || (a.key < b.key ? -1 : 1));
    const step = Math.min(8, (across(joined[0].end) - 10) / Math.max(1, joined.length - 1));
    joined.forEach((each, index) => ports.set(each.key, (places.get(each.end) ?? 0) + (index - (joined.length - 1) / 2) * step));
  }
  return ports;
}

/**
 * @param {Arrow} arrow @param {Map<string, number>} columnOf @param {Map<string, {along: number, across: number}>} centre
 * @param {Map<string, number>} places @param {number[][]} bands @param {Map<string, number>} ports @param {(slot: string) => number} along
 */
function routeOf(arrow, columnOf, centre, places, bands, ports, along) {
  const [first, last] = [columnOf.get(arrow.tail) ?? 0, columnOf.get(arrow.head) ?? 0];
  const step = last >= first ? 1 : -1;
  const [tail, head] = [centre.get(arrow.tail), centre.get(arrow.head)];
  const route = [[(tail?.along ?? 0) + (step * along(arrow.tail)) / 2, ports.get(`${arrow.id}${CORNER}${arrow.tail}`) ?? 0]];
  for (let number = first + step; first !== last && number !== last; number += step) {
    const at = places.get(`${arrow.id}${CORNER}${number}`) ?? 0;
    const [start, end] = bands[number];
    route.push(...(step > 0 ? [[start, at], [end, at]] : [[end, at], [start, at]]));
  }
  const into = first === last ? step : -step;
  route.push([(head?.along ?? 0) + (into * along(arrow.head)) / 2, ports.get(`${arrow.id}${CORNER}${arrow.head}`) ?? 0]);
  return route;
}
