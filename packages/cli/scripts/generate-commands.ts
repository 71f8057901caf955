import { type Operation, operations } from '@muniment/contract';

/** `muniment home` is enough where a noun has one verb and it reads. */
function isOnlyRead(operation: Operation, all: readonly Operation[]): boolean {
  const sameNoun = all.filter(({ cli }) => 'noun' in cli && 'noun' in operation.cli && cli.noun === operation.cli.noun);
  return sameNoun.length === 1 && operation.method === 'GET';
}

function commandLine(operation: Operation, all: readonly Operation[]): string[] {
  const { id, feature, cli } = operation;
  if (!('noun' in cli)) return [];
  const parts = [`id: '${id}'`, `feature: '${feature}'`, `noun: '${cli.noun}'`, `verb: '${cli.verb}'`];
  if (isOnlyRead(operation, all)) parts.push('isDefault: true');
  return [`  { ${parts.join(', ')} },`];
}

/** The text of `src/generated/commands.ts`: what a command line must know of the contract before it knows which of it is meant. */
export function render(): string {
  const all: readonly Operation[] = operations;
  return [
    '// Generated from packages/contract by packages/cli/scripts/generate-commands.ts. Do not edit.',
    "import type { OperationId } from '@muniment/contract';",
    '',
    '/** A command of the API: its name, and the operation it calls. */',
    'export interface ApiCommand {',
    '  readonly id: OperationId;',
    '  readonly feature: string;',
    '  readonly noun: string;',
    '  readonly verb: string;',
    '  /** Whether the noun alone is enough. */',
    '  readonly isDefault?: true;',
    '}',
    '',
    '// biome-ignore format: one command a line, so that a change of the contract reads as one line',
    'export const apiCommands: readonly ApiCommand[] = [',
    ...all.flatMap((operation) => commandLine(operation, all)),
    '];',
    '',
  ].join('\n');
}
