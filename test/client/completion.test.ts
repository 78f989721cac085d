import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { nbnProgram } from '../../client/commands/program.ts';

/** How each is started without what the person has configured. */
const SHELLS = {
  bash: { command: 'bash --norc --noprofile', stub: 'nbn() { echo "ran: $*"; }' },
  zsh: { command: 'zsh -f -i', stub: 'nbn() { echo "ran: $*"; }' },
  fish: { command: 'fish --no-config', stub: 'function nbn; echo ran: $argv; end' },
};
type Shell = keyof typeof SHELLS;

/** bash is on every machine that runs the tests; the others are tried where they are installed. */
const installed = (Object.keys(SHELLS) as Shell[]).filter((shell) => spawnSync(shell, ['--version']).status === 0);

async function scriptFor(shell: Shell): Promise<string> {
  const print = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  await nbnProgram().parseAsync(['completion', shell], { from: 'user' });
  const [script = ''] = (print.mock.calls[0] ?? []) as string[];
  print.mockRestore();
  return script;
}

/** What `nbn` is run with after these lines have been typed into the shell, on a pseudo-terminal. */
async function typed(shell: Shell, lines: readonly string[]): Promise<string[]> {
  const { command, stub } = SHELLS[shell];
  const folder = mkdtempSync(join(tmpdir(), 'nbn-completion-'));
  const file = join(folder, 'script');
  writeFileSync(file, `${await scriptFor(shell)}\n${stub}\n`);
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    env: { PATH: process.env['PATH'], HOME: folder, TERM: 'dumb' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stdin.write([`${shell === 'fish' ? 'source' : '.'} ${file}`, ...lines, 'exit', ''].join('\n'));
  await new Promise((resolve) => child.on('close', resolve));
  return [...output.matchAll(/^ran: (.*?)\s*$/gm)].map(([, words = '']) => words);
}

test.each(installed)('the tab key completes in %s', async (shell) => {
  const examples = [
    ['withd', 'withdraw'],
    ['list --state fall', 'list --state fallout'],
    ['list -s fall', 'list -s fallout'],
    ['--address localhost:1 list --jeop', '--address localhost:1 list --jeopardy'],
    ['start planC', 'start planChange'],
    ['start --file package.j', 'start --file package.json'],
    ['resolve SO-1 ado', 'resolve SO-1 adopt'],
    ['help recon', 'help reconcile'],
  ];
  expect(
    await typed(
      shell,
      examples.map(([line = '']) => `nbn ${line}\t`),
    ),
  ).toEqual(examples.map(([, completed]) => completed));
});
