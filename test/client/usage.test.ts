import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { nbnProgram } from '../../client/commands/program.ts';
import { nbn } from './nbn-command.ts';

const commands = nbnProgram().commands.map((command) => command.name());

/** As it is shown, with what is added after it. */
function helpOf(name: string): string {
  const program = nbnProgram();
  const command = program.commands.find((candidate) => candidate.name() === name) ?? program;
  let text = '';
  command.configureOutput({ writeOut: (more) => (text += more), getOutHelpWidth: () => 120 }).outputHelp();
  return text;
}

/** What is told of wrong usage, without a process for each. */
async function slip(args: string[]): Promise<string> {
  const program = nbnProgram();
  let text = '';
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeErr: (more) => (text += more) });
  }
  await expect(program.parseAsync(args, { from: 'user' })).rejects.toThrow(CommanderError);
  return text;
}

describe('help', () => {
  test('of nbn', () => {
    expect(helpOf('nbn')).toMatchSnapshot();
  });

  test.each(commands)('of %s has an example, how to give the server, and JSON', (name) => {
    const help = helpOf(name);
    expect(help).toMatch(/^Examples?:\n {2}\S/m);
    expect(help).toContain('--address <host:port>');
    if (name !== 'completion') expect(help).toContain('--json');
  });

  test('marks the options that are required', () => {
    expect(helpOf('withdraw')).toMatch(/--by <who> +who asks for this \(required\)/);
  });
});

describe('a slip is told in one line', () => {
  test.each([
    ['a command', ['lits'], "error: unknown command 'lits' (Did you mean list?)\n"],
    ['an option', ['list', '--stat', 'held'], "error: unknown option '--stat' (Did you mean --state?)\n"],
    ['a state', ['list', '--state', 'fallot'], expect.stringMatching(/^error: .*did you mean "fallout"\?\n$/)],
    ['a flow', ['start', 'planchange'], expect.stringMatching(/^error: .*did you mean "planChange"\?\n$/)],
    ['what is left out', ['withdraw', 'SO-1'], "error: required option '--by <who>' not specified\n"],
  ])('with %s', async (_, args, stderr) => {
    expect(await slip(args)).toEqual(stderr);
  });
});

test("the version is the package's", async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await nbn(['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
});
