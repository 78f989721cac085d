import { Command, InvalidArgumentError } from 'commander';
import { startRecorder } from './proxy.ts';

// `npm run record-octane`: docs/sandbox.md, Recorded conversations.

const port = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65535) throw new InvalidArgumentError('must be a port number.');
  return value;
};

const { to, ...options } = new Command('record-octane')
  .description(
    'Passes calls on to the Octane of OCTANE_BASE_URL, and writes them and its answers to files, with people’s data replaced.',
  )
  .requiredOption('--to <folder>', 'where the files go')
  .option('--port <number>', 'the port of this machine to listen on', port, 8490)
  .parse()
  .opts<{ to: string; port: number }>();

const target = process.env['OCTANE_BASE_URL']?.replace(/\/+$/, '');
if (target === undefined || !URL.canParse(target)) {
  console.error(
    'OCTANE_BASE_URL must be set: the Octane that is recorded, such as https://benzine.telcoinabox.com/tiab/api.',
  );
  process.exitCode = 1;
} else {
  const recorder = await startRecorder({ target, folder: to, port: options.port, log: console.log });
  console.log(`Recording. Set OCTANE_BASE_URL=${recorder.baseUrl} where Octane is called; end it with Ctrl+C.`);
  const stop = () => void recorder.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
