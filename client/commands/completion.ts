import type { Command } from 'commander';

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

interface Words {
  command: string;
  description: string;
  /** What may stand there: options, and the words of arguments. */
  words: string[];
  /** The words that may follow an option, by its name. */
  values: [option: string, words: readonly string[]][];
}

function wordsOf(program: Command): Words[] {
  return program.commands.map((command) => {
    const options = [...command.options, ...program.options].filter(({ hidden }) => !hidden);
    return {
      command: command.name(),
      description: command.description(),
      words: [
        ...options.flatMap(({ long }) => long ?? []),
        ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
      ],
      values: options.flatMap(({ long, argChoices }) => (long && argChoices ? [[long, argChoices]] : [])),
    };
  });
}

/** zsh reads it with its own emulation of bash's completion. */
function bashScript(program: Command, shell: 'bash' | 'zsh'): string {
  const commands = wordsOf(program);
  const cases = commands.flatMap(({ command, words, values }) => [
    ...values.map(([option, choices]) => `    "${command} ${option}") words="${choices.join(' ')}" ;;`),
    `    "${command} "*) words="${words.join(' ')}" ;;`,
  ]);
  return [
    ...(shell === 'zsh' ? ['autoload -U +X bashcompinit && bashcompinit'] : []),
    '_nbn() {',
    '  local words current="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"',
    `  if [ "$COMP_CWORD" -eq 1 ]; then words="${commands.map(({ command }) => command).join(' ')}"; else`,
    '  case "${COMP_WORDS[1]} $before" in',
    ...cases,
    '  esac; fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '}',
    'complete -F _nbn nbn',
  ].join('\n');
}

function fishScript(program: Command): string {
  return wordsOf(program)
    .flatMap(({ command, description, words, values }) => {
      const here = `complete -c nbn -f -n "__fish_seen_subcommand_from ${command}"`;
      return [
        `complete -c nbn -f -n __fish_use_subcommand -a ${command} -d '${description.replaceAll("'", "\\'")}'`,
        `${here} -a "${words.filter((word) => !word.startsWith('--')).join(' ')}"`,
        ...words.filter((word) => word.startsWith('--')).map((word) => `${here} -l ${word.slice(2)}`),
        ...values.map(([option, choices]) => `${here} -l ${option.slice(2)} -xa "${choices.join(' ')}"`),
      ];
    })
    .join('\n');
}
