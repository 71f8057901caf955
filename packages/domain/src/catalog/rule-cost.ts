import type { parse } from '@bufbuild/cel';

type Expression = NonNullable<ReturnType<typeof parse>['expr']>;
type Comprehension = Extract<Expression['exprKind'], { case: 'comprehensionExpr' }>['value'];

/** What an expression may come to. */
interface Estimate {
  /** Steps to evaluate it. */
  readonly steps: number;
  /** How much its value holds: characters, elements, elements within elements. */
  readonly weight: number;
  /** How many rounds a loop over it takes. */
  readonly elements: number;
  /** The weight of its heaviest element. */
  readonly each: number;
}

/** How much each collection of the context is reckoned to hold; everything else there is a short text or a number. */
const collections: ReadonlyMap<string, number> = new Map([
  ['children', 10],
  ['parts', 1_000],
  ['partsOrAlternatives', 1_000],
  ['features', 1_000],
  ['fields', 50],
]);
const shortText = 200;

/** Calls that look at no more of their arguments than one element, whatever these hold. */
const cheap = new Set([
  '_[_]',
  '_&&_',
  '_||_',
  '!_',
  '_?_:_',
  '@not_strictly_false',
  '_<_',
  '_<=_',
  '_>_',
  '_>=_',
  '-_',
  '_-_',
  '_*_',
  '_/_',
  '_%_',
]);
/** Calls whose result may be as long as their arguments multiplied. */
const growing = new Set(['replace', 'join', 'format']);
/** A pattern is compiled anew each time it is asked. */
const stepsOfPattern = 200;

type Weights = ReadonlyMap<string, number>;

/**
 * The most steps that evaluating a parsed rule can take, reckoned from its text alone and from collections of ordinary
 * size. Loops within loops multiply, so a few hundred characters could otherwise keep a server busy for years.
 */
export function stepsOf(expression: Expression | undefined): number {
  return estimate(expression, new Map()).steps;
}

function estimate(expression: Expression | undefined, known: Weights): Estimate {
  const node = expression?.exprKind;
  switch (node?.case) {
    case 'constExpr':
      return single(1, node.value.constantKind.case === 'stringValue' ? node.value.constantKind.value.length + 1 : 1);
    case 'identExpr':
      return single(1, known.get(node.value.name) ?? collections.get(node.value.name) ?? shortText);
    case 'selectExpr':
      return single(1 + estimate(node.value.operand, known).steps, collections.get(node.value.field) ?? shortText);
    case 'listExpr':
      return list(node.value.elements.map((element) => estimate(element, known)));
    case 'structExpr':
      return list(node.value.entries.map((entry) => estimate(entry.value, known)));
    case 'callExpr': {
      const { target, args } = node.value;
      const all = target === undefined ? args : [target, ...args];
      return called(
        node.value.function,
        all.map((argument) => estimate(argument, known)),
      );
    }
    case 'comprehensionExpr':
      return repeated(node.value, known);
    default:
      return single(1, 1);
  }
}

/** A value whose inside is not known: it may be one text, or as many small things as it weighs. */
function single(steps: number, weight: number): Estimate {
  return { steps, weight, elements: weight, each: Math.min(weight, shortText) };
}

function sum(parts: readonly Estimate[], of: (part: Estimate) => number): number {
  return parts.reduce((total, part) => total + of(part), 1);
}

function list(parts: readonly Estimate[]): Estimate {
  const weight = sum(parts, (part) => part.weight);
  return {
    steps: sum(parts, (part) => part.steps),
    weight,
    elements: parts.length,
    each: Math.max(1, ...parts.map((part) => part.weight)),
  };
}

function called(name: string, args: readonly Estimate[]): Estimate {
  const steps = sum(args, (argument) => argument.steps);
  const weight = sum(args, (argument) => argument.weight);
  if (growing.has(name)) {
    const product = args.reduce((total, argument) => total * argument.weight, 1);
    return single(steps + product / 10, product);
  }
  if (name === 'matches') return single(steps + stepsOfPattern + weight, 1);
  const each = Math.max(1, ...args.map((argument) => argument.each));
  if (name === '_?_:_') return { steps, weight, elements: Math.max(...args.map((argument) => argument.elements)), each };
  if (name === '_+_') return { steps: steps + weight / 10, weight, elements: sum(args, (argument) => argument.elements), each };
  return { ...single(cheap.has(name) ? steps : steps + weight / 10, weight), each: weight };
}

/** As many rounds as the range has elements; a macro gathers at most one value in each. */
function repeated(loop: Comprehension, known: Weights): Estimate {
  const range = estimate(loop.iterRange, known);
  const start = estimate(loop.accuInit, known);
  const inner = new Map(known).set(loop.iterVar, range.each).set(loop.accuVar, 1);
  const condition = estimate(loop.loopCondition, inner);
  const step = estimate(loop.loopStep, inner);
  const gathered = start.weight + range.elements * step.weight;
  const result = estimate(loop.result, new Map(inner).set(loop.accuVar, gathered));
  return {
    steps: range.steps + start.steps + range.elements * (condition.steps + step.steps) + result.steps,
    weight: gathered,
    elements: range.elements,
    each: step.weight,
  };
}
