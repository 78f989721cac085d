import { spawn } from 'node:child_process';

export interface Ran {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /** Besides PATH and HOME, and nothing of what the tests themselves were started with. */
  environment?: NodeJS.ProcessEnv;
  /** Characters of a pseudo-terminal's line; without it the output is piped. On a terminal both outputs are one. */
  terminal?: number;
  /** Ends the command once its output has this. */
  until?: RegExp;
}

/** The command as a person runs it. */
export function nbn(args: readonly string[], { environment, terminal, until }: RunOptions = {}): Promise<Ran> {
  const { PATH, HOME, LANG } = process.env;
  const env = { PATH, HOME, LANG, ...(terminal !== undefined && { TERM: 'xterm-256color' }), ...environment };
  const command = [process.execPath, 'client/nbn.js', ...args];
  const [file = '', ...rest] =
    terminal === undefined ? command : ['script', '-qec', `stty cols ${terminal}; ${quoted(command)}`, '/dev/null'];
  return new Promise((resolve, reject) => {
    const child = spawn(file, rest, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text.replaceAll('\r\n', '\n');
        if (until?.test(output[name])) child.kill();
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ exitCode: code ?? 0, ...output });
    });
  });
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
}

/** Without what differs from run to run: times, addresses, and which statuses a poll has seen. */
export function normal(text: string): string {
  return (
    text
      .replaceAll(
        /\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} \w{3} \d{4}, \d\d:\d\d( to \d\d:\d\d)? A[A-Z]{3}/g,
        'DAY AND TIME',
      )
      .replaceAll(/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d A[A-Z]{3}/g, 'TIME')
      .replaceAll(/\b\d{4}-\d\d-\d\d \d\d:\d\d A[A-Z]{3}( !)?/g, 'TIME')
      .replaceAll(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'ISO')
      // How often it was polled on its way.
      .replaceAll(/^ {2}TIME {2}Octane says: (Acknowledged|In Progress)\n/gm, '')
      .replaceAll(/127\.0\.0\.1:\d+/g, 'ADDRESS')
  );
}
