import { type CharacterSet, type PatternNode, parsePattern } from '../patterns/index.ts';
import { strippedCharacters } from './normalise.ts';
import type { KeyFormat } from './pack.ts';

/** A non-deterministic automaton: states are numbers, 0 the start. */
interface Automaton {
  edges: { readonly set: CharacterSet; readonly to: number }[][];
  readonly silent: number[][];
  end: number;
}

function newState(automaton: Automaton): number {
  automaton.edges.push([]);
  automaton.silent.push([]);
  return automaton.edges.length - 1;
}

/** Adds the node after state `from`; answers the state reached when it has matched. */
function build(automaton: Automaton, node: PatternNode, from: number): number {
  if (node.kind === 'characters') {
    const to = newState(automaton);
    automaton.edges[from]!.push({ set: node.set, to });
    return to;
  }
  if (node.kind === 'sequence') return node.items.reduce((state, item) => build(automaton, item, state), from);
  if (node.kind === 'choice') {
    const ends = node.items.map((item) => {
      const start = newState(automaton);
      automaton.silent[from]!.push(start);
      return build(automaton, item, start);
    });
    const to = newState(automaton);
    for (const end of ends) automaton.silent[end]!.push(to);
    return to;
  }
  return buildRepeat(automaton, node, from);
}

function buildRepeat(automaton: Automaton, node: PatternNode & { kind: 'repeat' }, from: number): number {
  let state = from;
  for (let i = 0; i < node.minimum; i++) state = build(automaton, node.item, state);
  const out = newState(automaton);
  if (node.maximum === null) {
    const loop = newState(automaton);
    automaton.silent[state]!.push(loop);
    automaton.silent[build(automaton, node.item, loop)]!.push(loop);
    automaton.silent[loop]!.push(out);
    return out;
  }
  automaton.silent[state]!.push(out);
  for (let i = node.minimum; i < node.maximum; i++) {
    state = build(automaton, node.item, state);
    automaton.silent[state]!.push(out);
  }
  return out;
}

const bothCases = (set: CharacterSet): CharacterSet => {
  const letters = String.fromCharCode(...set);
  return new Set([...`${letters}${letters.toUpperCase()}${letters.toLowerCase()}`].map((letter) => letter.charCodeAt(0)));
};

const optional = (text: string): PatternNode => {
  const items = [...text].map((character) => ({ kind: 'characters' as const, set: new Set([character.charCodeAt(0)]) }));
  return { kind: 'repeat', item: { kind: 'sequence', items }, minimum: 0, maximum: 1 };
};

/**
 * What a format accepts *as entered*: its pattern with the normalising undone. Stripped characters may stand anywhere,
 * prefixes and suffixes may be there or not, letters have either case where the format changes it.
 */
function enteredAutomaton(format: KeyFormat, node: PatternNode): Automaton {
  const automaton: Automaton = { edges: [], silent: [], end: 0 };
  let whole: PatternNode = node;
  for (const step of format.normalise) {
    if (typeof step === 'string') continue;
    const items = 'strip-prefix' in step ? [optional(step['strip-prefix']), whole] : [whole, optional(step['strip-suffix'])];
    whole = { kind: 'sequence', items };
  }
  const start = newState(automaton);
  automaton.end = build(automaton, whole, start);
  if (format.letterCase !== 'as-is') {
    automaton.edges = automaton.edges.map((edges) => edges.map(({ set, to }) => ({ set: bothCases(set), to })));
  }
  const stripped = format.normalise.flatMap((step) => (typeof step === 'string' ? [...strippedCharacters[step]] : []));
  const strippedSet = new Set(stripped.map((character) => character.charCodeAt(0)));
  if (strippedSet.size > 0) automaton.edges = automaton.edges.map((edges, state) => [...edges, { set: strippedSet, to: state }]);
  return automaton;
}

/** How many different texts a pattern of bounded length takes, counted up to `enough`: a text taken in two ways counts once. */
export function countTexts(node: PatternNode, enough: number): number {
  const automaton: Automaton = { edges: [], silent: [], end: 0 };
  const start = newState(automaton);
  automaton.end = build(automaton, node, start);
  const counted = new Map<string, number>();
  const countFrom = (from: readonly number[]): number => {
    const states = closure(automaton, from);
    const key = states.sort((a, b) => a - b).join(',');
    const known = counted.get(key);
    if (known !== undefined) return known;
    let texts = states.includes(automaton.end) ? 1 : 0;
    for (const targets of targetsOf(automaton, states)) {
      texts += countFrom(targets);
      if (texts >= enough) break;
    }
    counted.set(key, texts);
    return texts;
  };
  return Math.min(enough, countFrom([start]));
}

/** For each character that goes on from these states, the states it leads to. */
function targetsOf(automaton: Automaton, states: readonly number[]): Iterable<readonly number[]> {
  const targets = new Map<number, number[]>();
  for (const state of states) {
    for (const { set, to } of automaton.edges[state]!) {
      for (const code of set) {
        const found = targets.get(code);
        if (found === undefined) targets.set(code, [to]);
        else found.push(to);
      }
    }
  }
  return targets.values();
}

function closure(automaton: Automaton, states: readonly number[]): number[] {
  const seen = new Set(states);
  const queue = [...states];
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (const next of automaton.silent[state]!) {
      if (!seen.has(next)) {
        seen.add(next);
        queue.push(next);
      }
    }
  }
  return [...seen];
}

/**
 * A key that both formats would take as entered, or null when there is none: exact up to affixes that a format strips
 * and its pattern also begins or ends with. Explores pairs of states, each at most once.
 */
export function commonKey(first: KeyFormat, second: KeyFormat): string | null {
  const parsed = [parsePattern(first.pattern), parsePattern(second.pattern)] as const;
  if (!parsed[0].ok || !parsed[1].ok) return null;
  const a = enteredAutomaton(first, parsed[0].node);
  const b = enteredAutomaton(second, parsed[1].node);
  const width = b.edges.length;
  const seen = new Set<number>();
  let frontier: { states: number[]; key: string }[] = [{ states: [0], key: '' }];
  while (frontier.length > 0) {
    const next: typeof frontier = [];
    for (const { states, key } of frontier) {
      for (const state of states) {
        for (const x of closure(a, [Math.floor(state / width)])) {
          for (const y of closure(b, [state % width])) {
            if (seen.has(x * width + y)) continue;
            seen.add(x * width + y);
            if (x === a.end && y === b.end) return key;
            next.push(...steps(a, b, x, y, width).map((step) => ({ states: [step.state], key: key + step.character })));
          }
        }
      }
    }
    frontier = next;
  }
  return null;
}

function steps(a: Automaton, b: Automaton, x: number, y: number, width: number): { state: number; character: string }[] {
  const found: { state: number; character: string }[] = [];
  for (const left of a.edges[x]!) {
    for (const right of b.edges[y]!) {
      for (const code of left.set) {
        if (right.set.has(code)) {
          found.push({ state: left.to * width + right.to, character: String.fromCharCode(code) });
          break;
        }
      }
    }
  }
  return found;
}
