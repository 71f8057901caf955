import { CelScalar, celEnv, celError, celFunc, isCelError, mapType, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import type { PackIssueFacts } from './issue.ts';
import { type Names, namesIn, standsFor } from './look-up.ts';
import type { CatalogPack } from './pack.ts';
import { type Counts, noCounts, type RelatedDevice, type RuleContext } from './rule-context.ts';
import { stepsOf } from './rule-cost.ts';

/** The variables a rule may use. */
export const ruleVariables = ['selection', 'attached', 'active', 'device', 'parent', 'children', 'order', 'contract', 'today'] as const;

/** What asking a rule gave. */
export type RuleAnswer =
  | { readonly kind: 'holds' }
  | { readonly kind: 'fails' }
  | { readonly kind: 'error'; readonly message: string; readonly reason: RuleFault };

/** Too much work, no boolean as its answer, or what the library says (in English: `message`). */
type RuleFault = 'too-costly' | 'no-boolean' | 'said';

type Expression = ReturnType<typeof parse>['expr'];
type Compiled =
  | {
      readonly ok: true;
      readonly steps: number;
      readonly expression: Expression;
      readonly ask: (bindings: Record<string, unknown>) => unknown;
    }
  | { readonly ok: false; readonly message: string; readonly reason: RuleFault };

/** `'X' in selection.parts` asks for units, not for a name: zero of something is not there. */
const inCounts = celFunc('@in', [CelScalar.STRING, mapType(CelScalar.DYN, CelScalar.DYN)], CelScalar.BOOL, (name, map) => {
  const value = map.get(name);
  return value !== undefined && value !== 0n;
});
const environment = celEnv({ funcs: [...strings, inCounts] });

/** Compiled rules by their text: a text always compiles to the same thing, so remembering it stays pure. */
const compiled = new Map<string, Compiled>();
const mostRemembered = 5_000;

/** A rule that could take more is no rule: it is asked in the middle of an act, while everybody else waits. */
const mostSteps = 2_000_000;

function compile(check: string): Compiled {
  let result = compiled.get(check);
  if (result === undefined) {
    result = compileFresh(check);
    if (compiled.size >= mostRemembered) compiled.clear();
    compiled.set(check, result);
  }
  return result;
}

function compileFresh(check: string): Compiled {
  try {
    const parsed = parse(check);
    const steps = stepsOf(parsed.expr);
    if (steps > mostSteps)
      return { ok: false, reason: 'too-costly', message: 'this could take too long: fewer loops within loops, shorter lists' };
    const ask = plan(environment, parsed) as (bindings: Record<string, unknown>) => unknown;
    return { ok: true, steps, expression: parsed.expr, ask };
  } catch (error) {
    // The library throws on a syntax error; what it says is worth showing, so it becomes a value here.
    return { ok: false, reason: 'said', message: error instanceof Error ? error.message : String(error) };
  }
}

/** All rules of a product are asked in one act, so together they may not take much more than one alone. */
const mostStepsTogether = 4_000_000;

/** The first of a product's rules, by index, with which they could take too long together; -1 where none does. */
export function firstTooCostly(checks: readonly string[]): number {
  let total = 0;
  return checks.findIndex((check) => {
    const rule = compile(check);
    total += rule.ok ? rule.steps : 0;
    return total > mostStepsTogether;
  });
}

/** Evaluates a rule's condition. A rule that does not compile, fails to evaluate or answers no boolean is an error. */
export function askRule(check: string, bindings: Readonly<Record<string, unknown>>): RuleAnswer {
  const rule = compile(check);
  if (!rule.ok) return { kind: 'error', reason: rule.reason, message: rule.message };
  const result = evaluate(rule, bindings);
  if (isCelError(result)) return { kind: 'error', reason: 'said', message: result.message };
  if (typeof result !== 'boolean') return { kind: 'error', reason: 'no-boolean', message: 'the check answers no true or false' };
  return { kind: result ? 'holds' : 'fails' };
}

/** What the library answers, what it throws included: a text that cannot be so long, an expression nested too deeply. */
function evaluate(rule: Extract<Compiled, { ok: true }>, bindings: Readonly<Record<string, unknown>>): unknown {
  try {
    return rule.ask(bindings);
  } catch (error) {
    return celError(error);
  }
}

/** A map of counts that knows every name of the pack: what is not there is zero, what the pack does not name is an error. */
function countMap(counts: Readonly<Record<string, number>>, names: Names): Map<string, bigint> {
  const map = new Map(Object.entries(counts).map(([name, count]) => [name, BigInt(count)] as const));
  const held = map.get.bind(map);
  map.get = (name) => held(name) ?? (names.has(name) ? 0n : undefined);
  return map;
}

/** Units of a part or of what does as well; only parts that have alternatives differ from `parts`. */
function alternativesMap(pack: CatalogPack, counts: Readonly<Record<string, number>>, names: Names): Map<string, bigint> {
  const map = countMap(counts, names);
  // Asked from the few parts that are there: a pack may name a million alternatives.
  for (const [part, units] of Object.entries(counts)) {
    for (const other of standsFor(pack, part)) map.set(other, (map.get(other) ?? 0n) + BigInt(units));
  }
  return map;
}

/** Turns a context into what CEL sees. Made once per act, asked by every rule. */
export function bindingsOf(pack: CatalogPack, context: RuleContext): Readonly<Record<string, unknown>> {
  const { parts, features } = namesIn(pack);
  const counts = (of: Counts): Map<string, unknown> =>
    new Map<string, unknown>([
      ['units', BigInt(of.units)],
      ['parts', countMap(of.parts, parts)],
      ['partsOrAlternatives', alternativesMap(pack, of.parts, parts)],
      ['features', countMap(of.features, features)],
    ]);
  const related = (of: RelatedDevice | null): Map<string, unknown> =>
    new Map<string, unknown>([
      ['exists', of !== null],
      ['relation', of?.relation ?? ''],
      ['product', of?.product ?? ''],
      ['hardwareKey', of?.hardwareKey ?? ''],
      ...counts(of ?? noCounts),
    ]);
  const fields = Object.fromEntries(pack.orderFields.map(({ id }) => [id, '']));
  return {
    selection: counts(context.selection),
    attached: counts(context.attached),
    active: counts(context.active),
    device: new Map(Object.entries(context.device)),
    parent: related(context.parent),
    children: context.children.map(related),
    order: new Map<string, unknown>([
      ['single', context.order !== null],
      ['salesOrder', context.order?.salesOrder ?? ''],
      ['purchaseOrder', context.order?.purchaseOrder ?? ''],
      ['fields', new Map(Object.entries({ ...fields, ...context.order?.fields }))],
    ]),
    contract: new Map<string, unknown>([
      ['covered', context.contract !== null],
      ['until', context.contract?.until ?? ''],
    ]),
    today: context.today,
  };
}

/** A mistake in a rule that can be seen without any device. */
export interface RuleMistake {
  readonly kind: 'syntax' | 'name';
  readonly facts: PackIssueFacts;
}

/** What is to be told of a rule that cannot be asked; the library's own words are kept as they are. */
export function ruleFacts({ reason, message }: { readonly reason: RuleFault; readonly message: string }): PackIssueFacts {
  return reason === 'said' ? { reason, said: message } : { reason };
}

/** Compiles a rule and looks for variables, parts, features and order fields that do not exist. */
export function ruleMistakes(pack: CatalogPack, check: string): readonly RuleMistake[] {
  const rule = compile(check);
  if (!rule.ok) return [{ kind: 'syntax', facts: ruleFacts(rule) }];
  const { parts, features } = namesIn(pack);
  // No object: what a rule calls a map may be the name of something every object has.
  const maps = new Map<string, { readonly names: Names; readonly reason: string }>([
    ['parts', { names: parts, reason: 'part' }],
    ['partsOrAlternatives', { names: parts, reason: 'part' }],
    ['features', { names: features, reason: 'feature' }],
    ['fields', { names: new Map(pack.orderFields.map((field) => [field.id, field])), reason: 'order-field' }],
  ]);
  const found = new Map<string, RuleMistake>();
  const note = (facts: PackIssueFacts): void => void found.set(JSON.stringify(facts), { kind: 'name', facts });
  visit(rule.expression, new Set(ruleVariables), (node, known) => {
    if (node.kind === 'variable' && !known.has(node.name)) {
      note({ reason: 'variable', name: node.name, names: ruleVariables });
    }
    const map = node.kind === 'entry' ? maps.get(node.map) : undefined;
    if (node.kind === 'entry' && map?.names.has(node.name) === false) note({ reason: map.reason, name: node.name });
  });
  return [...found.values()];
}

type Seen = { readonly kind: 'variable'; readonly name: string } | { readonly kind: 'entry'; readonly map: string; readonly name: string };

/** Walks an expression, telling variables and constant look-ups in `parts`, `features` and `fields`. */
function visit(
  expression: Expression | undefined,
  known: ReadonlySet<string>,
  tell: (seen: Seen, known: ReadonlySet<string>) => void,
): void {
  const node = expression?.exprKind;
  if (node === undefined || node.case === undefined) return;
  if (node.case === 'identExpr') tell({ kind: 'variable', name: node.value.name }, known);
  if (node.case === 'selectExpr') {
    const map = selectedField(node.value.operand);
    if (map !== null) tell({ kind: 'entry', map, name: node.value.field }, known);
    visit(node.value.operand, known, tell);
  }
  if (node.case === 'listExpr') for (const element of node.value.elements) visit(element, known, tell);
  if (node.case === 'structExpr') for (const entry of node.value.entries) visit(entry.value, known, tell);
  if (node.case === 'callExpr') {
    visitCall(node.value.function, node.value.args, known, tell);
    visit(node.value.target, known, tell);
    for (const argument of node.value.args) visit(argument, known, tell);
  }
  if (node.case === 'comprehensionExpr') {
    const inner = new Set([...known, node.value.iterVar, node.value.iterVar2, node.value.accuVar]);
    visit(node.value.iterRange, known, tell);
    visit(node.value.accuInit, known, tell);
    for (const part of [node.value.loopCondition, node.value.loopStep, node.value.result]) visit(part, inner, tell);
  }
}

function visitCall(
  name: string,
  args: readonly Expression[],
  known: ReadonlySet<string>,
  tell: (seen: Seen, known: ReadonlySet<string>) => void,
): void {
  if (args.length !== 2 || (name !== '_[_]' && name !== '@in')) return;
  const [holder, key] = name === '@in' ? [args[1]!, args[0]!] : [args[0]!, args[1]!];
  const map = selectedField(holder);
  const constant = key.exprKind.case === 'constExpr' ? key.exprKind.value.constantKind : undefined;
  if (map !== null && constant?.case === 'stringValue') tell({ kind: 'entry', map, name: constant.value }, known);
}

function selectedField(expression: Expression | undefined): string | null {
  return expression?.exprKind.case === 'selectExpr' ? expression.exprKind.value.field : null;
}
