import { type Command, Option } from 'commander';
import type { Field, Shape } from './fields.ts';
import { kebab, pairName, readEntry, readObject, readQuantity, readScalar, singular } from './values.ts';

type Values = Record<string, unknown>;

/** A flag and what it does to the input that is being put together. */
export interface Flag {
  readonly option: Option;
  readonly apply: (input: Values, value: unknown) => void;
}

/** Stands for null until a command line is read: commander makes an empty text of null itself. */
const saidNull = Symbol('null');

const list = <T>(previous: unknown, one: T): T[] => [...(Array.isArray(previous) ? (previous as T[]) : []), one];

function placeholder(shape: Shape): string {
  if (shape.kind === 'integer') return '<number>';
  if (shape.kind === 'choice') return `<${shape.choices.join('|')}>`.length > 34 ? '<choice>' : `<${shape.choices.join('|')}>`;
  if (shape.kind === 'file') return '<file>';
  return '<text>';
}

function scalarFlag(name: string, field: Field, put: Flag['apply'], description = field.description): Flag[] {
  const { shape } = field;
  if (shape.kind === 'boolean') {
    // Left out is neither: a filter then takes both.
    const not = `false instead of true: the opposite of --${name}`;
    return [
      { option: new Option(`--${name}`, description), apply: put },
      { option: new Option(`--no-${name}`, not), apply: put },
    ];
  }
  const option = new Option(`--${name} ${placeholder(shape)}`, description);
  if (shape.kind === 'choice') option.choices([...shape.choices]);
  else option.argParser((text: string) => readScalar(shape, text));
  return [{ option, apply: put }];
}

const setIn =
  (name: string): Flag['apply'] =>
  (input, value) => {
    input[name] = value;
  };

function objectFlags(field: Field, fields: readonly Field[]): Flag[] {
  const merge: Flag['apply'] = (input, value) => {
    input[field.name] = { ...((input[field.name] as Values | undefined) ?? {}), ...(value as Values) };
  };
  const whole = new Option(`--${kebab(field.name)} <name=value,\u2026>`, fields.map(pairName).join(', '));
  whole.argParser((text: string) => readObject(fields, text));
  const parts = fields.flatMap((one) => {
    const put: Flag['apply'] = (input, value) => merge(input, { [one.name]: value });
    const name = `${kebab(field.name)}.${kebab(one.name)}`;
    if (one.shape.kind === 'list') return [listFlag(singular(name), one, one.shape.of, put)];
    return one.shape.kind === 'map' ? [mapFlag(singular(name), one, put)] : scalarFlag(name, one, put);
  });
  return [{ option: whole, apply: merge }, ...parts];
}

function objectListFlags(field: Field, fields: readonly Field[]): Flag[] {
  const names = fields.map((one) => one.name);
  const append: Flag['apply'] = (input, value) => {
    input[field.name] = [...((input[field.name] as unknown[] | undefined) ?? []), ...(value as unknown[])];
  };
  const whole = new Option(`--${kebab(singular(field.name))} <name=value,\u2026>`, `${fields.map(pairName).join(', ')}; once per item`);
  whole.argParser((text: string, previous: unknown) => list(previous, readObject(fields, text)));
  const flags: Flag[] = [{ option: whole, apply: append }];
  const amount = fields.find((one) => one.name === 'quantity');
  // What is counted makes no sense as nothing; any other list of an edit can be emptied.
  if (!amount) return field.required || field.nullable ? flags : [...flags, emptyFlag(flags[0]!, field)];
  const counted = (flag: string, key: string, description: string) => {
    const option = new Option(`--${flag} <${key === 'part' ? 'number' : 'id'}=quantity>`, description);
    option.argParser((text: string, previous: unknown) => {
      const { name, ...rest } = readQuantity(text, amount.required);
      return list(previous, { [key]: name, ...rest });
    });
    flags.push({ option, apply: append });
  };
  if (names.includes('part')) counted('part', 'part', 'a line in short: part number and quantity; once per line');
  const allOfIt = amount.required ? '' : ', or the lot alone: all of it';
  if (names.includes('lotId')) counted('lot', 'lotId', `a line in short: lot and quantity${allOfIt}; once per line`);
  if (names.includes('order')) {
    const option = new Option('--order <order>', 'order of every line that names neither order nor lot');
    flags.push({ option, apply: (input, value) => fillOrder(input, field.name, value) });
  }
  return flags;
}

function fillOrder(input: Values, name: string, order: unknown): void {
  const lines = (input[name] as Values[] | undefined) ?? [];
  input[name] = lines.map((line) => (line.lotId === undefined && line.order === undefined ? { ...line, order } : line));
}

function listFlag(name: string, field: Field, of: Shape, put: Flag['apply']): Flag {
  const option = new Option(`--${name} ${placeholder(of)}`, `${field.description} once per item`.trim());
  option.argParser((text: string, previous: unknown) => list(previous, readScalar(of, text)));
  return { option, apply: put };
}

function mapFlag(name: string, field: Field, put: Flag['apply']): Flag {
  const said = field.description || usualNotes[field.name] || '';
  const option = new Option(`--${name} <name=value>`, `${said} once per entry`.trim());
  option.argParser((text: string, previous: unknown) => ({
    ...((previous as Values | undefined) ?? {}),
    ...Object.fromEntries([readEntry(text)]),
  }));
  return { option, apply: put };
}

/** What the contract leaves unsaid, because over HTTP the host name says it. */
const usualNotes: Readonly<Record<string, string>> = {
  vendor: 'short name of the vendor meant; else the first one of the installation',
  fields: 'what the catalog asks for with an order (ids and choices: order fields of \u201cmuniment catalog show\u201d);',
};

/** The flags of one field. The order matters: later ones may complete what earlier ones put in. */
export function flagsOf(field: Field): Flag[] {
  const flags = flagsOfValue(field);
  const [first] = flags;
  if (!field.nullable || !first) return flags;
  const read = first.option.parseArg?.bind(first.option) ?? ((text: string) => text);
  first.option.argParser((text: string, previous: unknown) => (text === 'null' ? saidNull : read(text, previous)));
  return field.shape.kind === 'list' ? [first, emptyFlag(first, field)] : flags;
}

/** Where left out means “as it is” and null something else, an empty list has a flag of its own. */
function emptyFlag({ option }: Flag, field: Field): Flag {
  const none = new Option(option.long!.replace('--', '--no-'), 'an empty list');
  return { option: none, apply: setIn(field.name) };
}

function flagsOfValue(field: Field): Flag[] {
  const { shape } = field;
  if (shape.kind === 'object') return objectFlags(field, shape.fields);
  if (shape.kind === 'list' && shape.of.kind === 'object') return objectListFlags(field, shape.of.fields);
  if (shape.kind === 'list') return [listFlag(kebab(singular(field.name)), field, shape.of, setIn(field.name))];
  if (shape.kind === 'map') return [mapFlag(kebab(singular(field.name)), field, setIn(field.name))];
  const note =
    shape.kind === 'text' && shape.secret
      ? 'asked for when left out; others may see a flag in the list of processes'
      : field.description || usualNotes[field.name];
  return scalarFlag(kebab(field.name), field, setIn(field.name), note);
}

/** Adds flags to a command; two of one name are a mistake in the contract, which commander reports. */
export function addFlags(command: Command, flags: readonly Flag[]): void {
  for (const flag of flags) command.addOption(flag.option);
}

/** Puts what was given into the input, in the order of the flags. */
export function applyFlags(command: Command, flags: readonly Flag[], input: Values): void {
  const seen = new Set<string>();
  for (const flag of flags) {
    const name = flag.option.attributeName();
    const given = command.getOptionValue(name);
    const emptied = given === false && flag.option.parseArg !== undefined;
    const value = given === saidNull ? null : emptied ? [] : given;
    if (value === undefined || seen.has(name)) continue;
    seen.add(name);
    flag.apply(input, value);
  }
}
