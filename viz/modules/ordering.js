/**
 * Who stands above whom: the method of `myograph.viz.ordering`, told there. Columns are swept, strands (boxes, or all
 * corners of an arrow) are sifted to where they cross least, and the order is shaken by a fixed series of numbers.
 */

/**
 * @typedef {{columns: number[][], before: number[][], after: number[][], isBox: boolean[], column: number[]}} Graph slots by number
 * @typedef {{slots: number[], ends: Map<number, Map<number, number>>}} Strand `ends`: by side, strands joined there and by how many arrows
 * @typedef {{met: Map<number, number[]>[], joined: number[][]}} Web `met`: for two strands, threes of strands joined to them and crossings
 */

const SWEEPS = 24;
const SIFTINGS = 12;
const SHAKES = 24;
const STRANDS_A_MOVE = 8;
const MOST_STRANDS = 500;

/** @param {import("./placing.js").Net} net @param {(slot: string) => boolean} isBox */
export function orderNet(net, isBox) {
  const slots = net.columns.flat();
  const number = new Map(slots.map((slot, index) => [slot, index]));
  const numbered = (/** @type {string[]} */ list) => list.map((slot) => number.get(slot) ?? 0);
  const columns = net.columns.map(numbered);
  const ordered = orderedColumns({
    columns, isBox: slots.map(isBox), column: columns.flatMap((column, index) => column.map(() => index)),
    before: slots.map((slot) => numbered(net.before.get(slot) ?? [])), after: slots.map((slot) => numbered(net.after.get(slot) ?? [])),
  });
  net.columns = ordered.map((column) => column.map((slot) => slots[slot]));
}

/** @param {Graph} graph */
function orderedColumns(graph) {
  const swept = [graph.columns, wave(graph), chains(graph)].map((columns) => sweptColumns(graph, columns));
  const fewest = swept.reduce((a, b) => (countCrossings(graph, b) < countCrossings(graph, a) ? b : a));
  const strands = countCrossings(graph, fewest) ? strandsOf(graph) : [];
  if (!strands.length || strands.length > MOST_STRANDS) return fewest;
  const best = shaken(strands, swept.map((columns) => byPlace(strands, columns)));
  const found = filledColumns(graph, best.flatMap((each) => strands[each].slots));
  return countCrossings(graph, found) < countCrossings(graph, fewest) ? found : fewest;
}

/** @param {Graph} graph @param {Iterable<number>} slots */
function filledColumns(graph, slots) {
  /** @type {number[][]} */
  const filled = graph.columns.map(() => []);
  for (const slot of slots) filled[graph.column[slot]].push(slot);
  return filled;
}

/** Columns in the order of a wave from the last one over all arrows. @param {Graph} graph */
function wave(graph) {
  /** @type {Set<number>} */
  const seen = new Set();
  for (const first of [...graph.columns].reverse().flat()) {
    let front = seen.has(first) ? [] : [first];
    while (front.length) {
      for (const slot of front) seen.add(slot);
      front = [...new Set(front.flatMap((slot) => [...graph.before[slot], ...graph.after[slot]]))].filter((slot) => !seen.has(slot));
    }
  }
  return filledColumns(graph, seen);
}

/** Columns in the order in which chains that end in the last one are followed back. @param {Graph} graph */
function chains(graph) {
  /** @type {Set<number>} */
  const seen = new Set();
  for (const first of [...graph.columns].reverse().flat()) {
    const waiting = [first];
    for (let slot = waiting.pop(); slot !== undefined; slot = waiting.pop()) {
      if (seen.has(slot)) continue;
      seen.add(slot);
      waiting.push(...[...graph.before[slot]].reverse());
    }
  }
  return filledColumns(graph, seen);
}

/** @param {Graph} graph @param {number[][]} columns */
function countCrossings(graph, columns) {
  let total = 0;
  for (let number = 0; number + 1 < columns.length; number += 1) {
    const place = new Map(columns[number + 1].map((slot, index) => [slot, index]));
    /** @type {number[]} */
    const heads = columns[number].flatMap((slot) => graph.after[slot].map((head) => place.get(head) ?? 0).sort((a, b) => a - b));
    for (let i = 0; i < heads.length; i += 1) for (let j = i + 1; j < heads.length; j += 1) total += heads[i] > heads[j] ? 1 : 0;
  }
  return total;
}

/** @param {Graph} graph @param {number[][]} beginning */
function sweptColumns(graph, beginning) {
  const tried = beginning.map((column) => [...column]);
  let [best, fewest] = [beginning, countCrossings(graph, beginning)];
  for (let sweep = 0; sweep < SWEEPS && fewest; sweep += 1) {
    sweepColumns(graph, tried, sweep % 2 === 0);
    tried.forEach((column, number) => swapIn(graph, tried, column, number));
    const found = countCrossings(graph, tried);
    if (found < fewest) [best, fewest] = [tried.map((column) => [...column]), found];
  }
  return best;
}

/** @param {Graph} graph @param {number[][]} columns @param {boolean} forth */
function sweepColumns(graph, columns, forth) {
  for (let turn = 1; turn < columns.length; turn += 1) {
    const number = forth ? turn : columns.length - 1 - turn;
    const column = columns[number];
    const sides = nearPlaces(graph, columns, number);
    if (!forth) sides.reverse();
    const wish = new Map(column.map((slot, index) => {
      const places = sides.map((side) => side.get(slot) ?? []).find((each) => each.length);
      return [slot, places ? places.reduce((a, b) => a + b, 0) / places.length : index / Math.max(1, column.length - 1)];
    }));
    column.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
  }
}

/** For both sides of a column: where, from 0 to 1, the neighbours of each slot stand. @param {Graph} graph @param {number[][]} columns @param {number} number */
function nearPlaces(graph, columns, number) {
  /** @type {[number[][], number][]} */
  const both = [[graph.before, number - 1], [graph.after, number + 1]];
  return both.map(([near, beside]) => {
    const other = columns[beside] ?? [];
    const place = new Map(other.map((slot, index) => [slot, index / Math.max(1, other.length - 1)]));
    return new Map(columns[number].map((slot) => [slot, near[slot].map((each) => place.get(each) ?? 0)]));
  });
}

/** @param {Graph} graph @param {number[][]} columns @param {number[]} column @param {number} number */
function swapIn(graph, columns, column, number) {
  const sides = nearPlaces(graph, columns, number);
  for (let round = 0, swapped = true; swapped && round < 4; round += 1) {
    swapped = false;
    for (let index = 0; index + 1 < column.length; index += 1) {
      let saved = 0;
      for (const side of sides) for (const a of side.get(column[index]) ?? []) for (const b of side.get(column[index + 1]) ?? []) saved += Math.sign(a - b);
      if (saved > 0) [column[index], column[index + 1], swapped] = [column[index + 1], column[index], true];
    }
  }
}

/** @param {Graph} graph @returns {Strand[]} */
function strandsOf(graph) {
  const lead = leadsOf(graph);
  const number = new Map([...new Set(lead)].map((slot, index) => [slot, index]));
  const strandOf = lead.map((slot) => number.get(slot) ?? 0);
  /** @type {Strand[]} */
  const strands = [...number].map(() => ({ slots: [], ends: new Map() }));
  lead.forEach((_, slot) => {
    const strand = strands[strandOf[slot]];
    strand.slots.push(slot);
    [graph.before, graph.after].forEach((near, way) => {
      const side = 2 * graph.column[slot] + way;
      for (const other of near[slot]) {
        const joined = strand.ends.get(side) ?? new Map();
        strand.ends.set(side, joined.set(strandOf[other], (joined.get(strandOf[other]) ?? 0) + 1));
      }
    });
  });
  return strands;
}

/** The slot that stands for each slot: corners of an arrow are one, and so are boxes whose only arrow leads alike. @param {Graph} graph */
function leadsOf(graph) {
  const lead = graph.isBox.map((_, slot) => slot);
  lead.forEach((_, slot) => {
    if (!graph.isBox[slot] && !graph.isBox[graph.before[slot][0]]) lead[slot] = lead[graph.before[slot][0]];
  });
  /** @type {Map<string, number[]>} */
  const leaders = new Map();
  graph.isBox.forEach((isBox, slot) => {
    if (!isBox || graph.before[slot].length + graph.after[slot].length !== 1) return;
    const near = graph.before[slot].length ? graph.before : graph.after;
    const way = [near[slot][0]];
    while (!graph.isBox[way[way.length - 1]]) way.push(near[way[way.length - 1]][0]);
    const end = way.pop();
    const key = `${graph.column[slot]} ${end}`;
    const [first, corners] = leaders.get(key) ?? [slot, lead[way[0]]];
    leaders.set(key, [first, corners]);
    lead[slot] = first;
    for (const corner of way) lead[corner] = corners;
  });
  return lead;
}

/** @param {Strand[]} strands @param {number[][]} columns */
function byPlace(strands, columns) {
  const place = new Map(columns.flatMap((column) => column.map((slot, index) => [slot, (index + 0.5) / column.length])));
  const middle = strands.map(({ slots }) => slots.reduce((sum, slot) => sum + (place.get(slot) ?? 0), 0) / slots.length);
  return strands.map((_, index) => index).sort((a, b) => middle[a] - middle[b]);
}

/** @param {Strand[]} strands @returns {Web} */
function webOf(strands) {
  /** @type {Map<number, number[]>[]} */
  const met = strands.map(() => new Map());
  const inner = (/** @type {number} */ at, /** @type {number} */ side) => strands[at].ends.get(side)?.has(at);
  for (let one = 0; one < strands.length; one += 1) {
    for (let other = one + 1; other < strands.length; other += 1) {
      const common = [...strands[one].ends.keys()].filter((side) => strands[other].ends.has(side) && !(inner(one, side) && inner(other, side)));
      const pairs = common.flatMap((side) => [...strands[one].ends.get(side) ?? []].flatMap(([a, m]) => [...strands[other].ends.get(side) ?? []].flatMap(([b, n]) => (a === b ? [] : [a, b, m * n]))));
      if (!pairs.length) continue;
      met[one].set(other, pairs);
      met[other].set(one, pairs.map((_, index) => pairs[index % 3 === 0 ? index + 1 : index % 3 === 1 ? index - 1 : index]));
    }
  }
  return { met, joined: strands.map(({ ends }) => [...new Set([...ends.values()].flatMap((joined) => [...joined.keys()]))]) };
}

/** @param {Strand[]} strands @param {number[][]} beginnings @returns {number[]} */
function shaken(strands, beginnings) {
  const web = webOf(strands);
  for (const beginning of beginnings) settle(beginning, [...beginning], web);
  let best = beginnings.reduce((a, b) => (crossed(b, web) < crossed(a, web) ? b : a));
  let fewest = crossed(best, web);
  const next = series(strands.length);
  for (let shake = 0; shake < Math.min(SHAKES, 2 * strands.length) && fewest; shake += 1) {
    const tried = [...best];
    settle(tried, moveSome(tried, web, next), web);
    const found = crossed(tried, web);
    if (found <= fewest) [best, fewest] = [tried, found];
  }
  return best;
}

/** Numbers below a bound, always the same. @param {number} below */
function series(below) {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

/** @param {number[]} order @param {Web} web @param {() => number} next */
function moveSome(order, web, next) {
  const moved = [];
  for (let index = 0; index <= order.length / STRANDS_A_MOVE; index += 1) {
    const [strand] = order.splice(next(), 1);
    order.splice(next(), 0, strand);
    moved.push(strand);
  }
  return [...moved, ...moved.flatMap((strand) => [...web.met[strand].keys(), ...web.joined[strand]])];
}

/** Sift these strands, and those that a sifted one has passed, until nothing is saved. @param {number[]} order @param {number[]} first @param {Web} web */
function settle(order, first, web) {
  const waiting = new Set(first);
  for (let left = SIFTINGS * order.length; left && waiting.size; left -= 1) {
    const [strand] = waiting;
    waiting.delete(strand);
    for (const each of sift(strand, order, web)) waiting.add(each);
  }
}

/** @param {number} strand @param {number[]} order @param {Web} web @returns {number[]} */
function sift(strand, order, web) {
  const start = order.indexOf(strand);
  order.splice(start, 1);
  const { to, saved } = bestPlace(strand, start, order, web.met);
  const passed = saved ? order.slice(Math.min(start, to), Math.max(start, to)).filter((other) => web.met[strand].has(other)) : [];
  order.splice(to, 0, strand);
  return passed.length ? [...passed, ...web.joined[strand]] : [];
}

/** @param {number} strand @param {number} start @param {number[]} others @param {Map<number, number[]>[]} met */
function bestPlace(strand, start, others, met) {
  const place = new Int32Array(met.length);
  others.forEach((other, index) => { place[other] = index; });
  let [cost, now, least, to] = [0, 0, 0, start ? 0 : start];
  for (let index = 0; index < others.length; index += 1) {
    const pairs = met[strand].get(others[index]);
    if (pairs) {
      place[strand] = index;
      for (let at = 0; at < pairs.length; at += 3) cost += Math.sign(place[pairs[at + 1]] - place[pairs[at]]) * pairs[at + 2];
    }
    if (index + 1 === start) now = cost;
    if (cost < least || (cost === least && Math.abs(index + 1 - start) < Math.abs(to - start))) [least, to] = [cost, index + 1];
  }
  return least < now ? { to, saved: now - least } : { to: start, saved: 0 };
}

/** @param {number[]} order @param {Web} web */
function crossed(order, web) {
  const place = new Int32Array(order.length);
  order.forEach((strand, index) => { place[strand] = index; });
  let total = 0;
  web.met.forEach((meeting, one) => meeting.forEach((pairs, other) => {
    if (place[one] < place[other]) for (let at = 0; at < pairs.length; at += 3) if (place[pairs[at]] > place[pairs[at + 1]]) total += pairs[at + 2];
  }));
  return total / 2;
}
