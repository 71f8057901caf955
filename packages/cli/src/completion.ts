import type { Command, Option } from 'commander';
import { exitCodes, type Io } from './io.ts';

interface Words {
  readonly nouns: readonly string[];
  /** Verbs by noun. */
  readonly verbs: Readonly<Record<string, readonly string[]>>;
  /** Flags by `noun verb`, or by the name of a command without verbs. */
  readonly flags: Readonly<Record<string, readonly string[]>>;
}

const flagsIn = (command: Command): string[] =>
  command.options.filter((option: Option) => !option.hidden).map((option) => option.long ?? option.short ?? '');

function wordsOf(program: Command): Words {
  const verbs: Record<string, string[]> = {};
  const flags: Record<string, string[]> = {};
  for (const noun of program.commands) {
    if (noun.commands.length === 0) flags[noun.name()] = flagsIn(noun);
    else verbs[noun.name()] = noun.commands.map((verb) => verb.name());
    for (const verb of noun.commands) flags[`${noun.name()} ${verb.name()}`] = flagsIn(verb);
  }
  return { nouns: program.commands.map((one) => one.name()), verbs, flags };
}

function bash({ nouns, verbs, flags }: Words): string {
  const cases = (table: Words['verbs']) =>
    Object.entries(table)
      .map(([key, words]) => `      "${key}") words="${words.join(' ')}" ;;`)
      .join('\n');
  return `_muniment() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" noun="\${COMP_WORDS[1]}" verb="\${COMP_WORDS[2]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${nouns.join(' ')}"
  elif [ "$COMP_CWORD" -eq 2 ] && [ "\${cur#-}" = "$cur" ]; then
    case "$noun" in
${cases(verbs)}
    esac
  fi
  if [ "\${cur#-}" != "$cur" ]; then
    case "$noun $verb" in
${cases(flags)}
      *) case "$noun" in
${cases(Object.fromEntries(Object.entries(flags).filter(([key]) => !key.includes(' '))))}
      esac ;;
    esac
  fi
  COMPREPLY=( $(compgen -W "$words" -- "$cur") )
}
complete -o default -F _muniment muniment
`;
}

const zsh = (words: Words): string => `autoload -U +X bashcompinit && bashcompinit\n${bash(words)}`;

function fish({ nouns, verbs, flags }: Words): string {
  const lines = [`complete -c muniment -n __fish_use_subcommand -f -a "${nouns.join(' ')}"`];
  for (const [noun, words] of Object.entries(verbs)) {
    lines.push(
      `complete -c muniment -n "__fish_seen_subcommand_from ${noun}; and not __fish_seen_subcommand_from ${words.join(' ')}" -f -a "${words.join(' ')}"`,
    );
  }
  for (const [key, words] of Object.entries(flags)) {
    const seen = key
      .split(' ')
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join('; and ');
    for (const word of words.filter((one) => one.startsWith('--'))) lines.push(`complete -c muniment -n "${seen}" -l ${word.slice(2)}`);
  }
  return `${lines.join('\n')}\n`;
}

const shells = { bash, zsh, fish } as const;

export const completionName = 'completion';

/** Adds `muniment completion SHELL`, which prints a script for the shell to read at its start. */
export function addCompletion(program: Command, io: Io, finish: (code: number) => void): void {
  const command = program.command(completionName).helpGroup('On this machine:');
  command.description('print a completion script for your shell').argument('<shell>', Object.keys(shells).join(', '));
  command.addHelpText('after', '\nbash: eval "$(muniment completion bash)"     fish: muniment completion fish | source');
  command.action((shell: string) => {
    if (!Object.hasOwn(shells, shell))
      command.error(`error: there is no completion for ${shell}; there is ${Object.keys(shells).join(', ')}`);
    io.stdout.write(shells[shell as keyof typeof shells](wordsOf(program)));
    finish(exitCodes.ok);
  });
}
