import type { Command, Option } from 'commander';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description("print a script that completes nbn's commands, options and their values in a shell")
    .addArgument(program.createArgument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText(
      'after',
      '\nExamples:\n  source <(nbn completion bash)\n  source <(nbn completion zsh)\n  nbn completion fish | source',
    )
    .action((shell: Shell) => {
      console.log(shell === 'fish' ? fishScript(program) : bashScript(program, shell));
    });
}

interface Completions {
  /** Empty: before a command is named. */
  command: string;
  /** The words that may stand there: commands, or those of an argument. */
  words: readonly string[];
  options: OptionCompletions[];
}

interface OptionCompletions {
  /** `--state`, `-s` */
  names: string[];
  description: string;
  value: 'none' | 'path' | 'text' | readonly string[];
}

function completionsOf(program: Command): Completions[] {
  const names = [...program.commands.map((command) => command.name()), 'help'];
  const everywhere: OptionCompletions[] = [
    ...program.options.map(optionCompletions),
    { names: ['--help', '-h'], description: 'display help for command', value: 'none' },
  ];
  return [
    { command: '', words: names, options: everywhere },
    { command: 'help', words: names, options: [] },
    ...program.commands.map((command) => ({
      command: command.name(),
      words: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
      options: [...command.options.filter(({ hidden }) => !hidden).map(optionCompletions), ...everywhere],
    })),
  ];
}

function optionCompletions({ long, short, description, flags, required, argChoices }: Option): OptionCompletions {
  const value = flags.endsWith('<path>') ? 'path' : (argChoices ?? (required ? 'text' : 'none'));
  return { names: [long, short].filter((name) => name !== undefined), description, value };
}

/** zsh reads it with its own emulation of bash's completion. */
function bashScript(program: Command, shell: 'bash' | 'zsh'): string {
  const completions = completionsOf(program);
  const cases = completions.flatMap(({ command, words, options }) => [
    ...options.flatMap(({ names, value }) => {
      if (value === 'none') return [];
      const pattern = names.map((name) => `"${command} ${name}"`).join('|');
      if (value === 'path') return [`    ${pattern}) COMPREPLY=($(compgen -f -- "$current")); return ;;`];
      return [`    ${pattern}) known="${value === 'text' ? '' : value.join(' ')}" ;;`];
    }),
    `    "${command} "*) known="${[...words, ...options.flatMap(({ names }) => names[0] ?? [])].join(' ')}" ;;`,
  ]);
  const commands = completions.flatMap(({ command }) => command || []);
  return [
    ...(shell === 'zsh' ? ['autoload -Uz compinit bashcompinit && compinit -u && bashcompinit'] : []),
    '_nbn() {',
    '  local known command="" word at current="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"',
    '  # To bash, --state=held is three words.',
    '  if [ "$current" = "=" ]; then current=""; elif [ "$before" = "=" ]; then before="${COMP_WORDS[COMP_CWORD-2]}"; fi',
    '  for ((at = 1; at < COMP_CWORD; at++)); do',
    `    case "\${COMP_WORDS[at]}" in ${commands.join('|')}) command="\${COMP_WORDS[at]}"; break ;; esac`,
    '  done',
    '  case "$command $before" in',
    ...cases,
    '  esac',
    '  COMPREPLY=($(compgen -W "$known" -- "$current"))',
    '}',
    'complete -F _nbn nbn',
  ].join('\n');
}

function fishScript(program: Command): string {
  const descriptions = new Map(program.commands.map((command) => [command.name(), command.description()]));
  return completionsOf(program)
    .flatMap(({ command, words, options }) => {
      const condition = command === '' ? '__fish_use_subcommand' : `"__fish_seen_subcommand_from ${command}"`;
      const here = `complete -c nbn -n ${condition}`;
      return [
        `${here} -f`,
        ...words.map((word) => `${here} -a ${word}${described(command === '' ? descriptions.get(word) : undefined)}`),
        ...options.map(({ names, description, value }) => {
          const letters = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
          return `${here} ${letters.join(' ')}${fishValue(value)}${described(description)}`;
        }),
      ];
    })
    .join('\n');
}

function fishValue(value: OptionCompletions['value']): string {
  if (value === 'none') return '';
  if (value === 'path') return ' -r -F';
  return value === 'text' ? ' -x' : ` -xa "${value.join(' ')}"`;
}

function described(text: string | undefined): string {
  return text === undefined ? '' : ` -d '${text.replaceAll("'", "\\'")}'`;
}
