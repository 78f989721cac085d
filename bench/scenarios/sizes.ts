import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installClient, sizeOnDisk } from '../../test/client/installed-package.ts';
import { buildImage } from '../../test/production/image.ts';
import { OURS } from '../contestants.ts';
import { spreadOf } from '../pairs.ts';
import { inWords, rounded, type Scenario } from '../scenario.ts';
import { Stage } from '../stage.ts';

const run = promisify(execFile);

const MEGABYTE = 1_000_000;
const TIMES = 10;
/** Of people's patience at a terminal; milliseconds. */
const PROMPT = 1_000;

/** What is installed, and how long the command takes: what a person meets before the first order. */
export const sizes: Scenario = async ({ bundles, log }) => {
  const folder = await mkdtemp(join(tmpdir(), 'nbn-orders-bench-sizes-'));
  const stage = await Stage.start(bundles, 1);
  try {
    (await stage.startWorker(OURS)).go();
    const opened = await stage.open(OURS, 1);
    const [custNo = 0] = opened.custNos;
    const nbn = async (...args: string[]) => {
      const times: number[] = [];
      for (let time = 0; time <= TIMES; time++) {
        const began = performance.now();
        await run(process.execPath, ['client/nbn.js', ...args], {
          env: { ...process.env, TEMPORAL_ADDRESS: stage.server.address },
        });
        times.push(performance.now() - began);
      }
      // The first one reads files that the others find in memory.
      return times.slice(1);
    };
    const version = await nbn('--version');
    const show = await nbn('show', `BENCH-${custNo}`);
    log('the command is measured');
    await mkdir(join(folder, 'client'));
    await installClient(join(folder, 'client'));
    const client = sizeOnDisk(join(folder, 'client/node_modules'));
    log('the client is installed');
    await mkdir(join(folder, 'image'));
    const image = sizeOnDisk(await buildImage(join(folder, 'image')));
    const inMegabytes = (bytes: number) => `${rounded(bytes / MEGABYTE)} MB`;
    return {
      scale: { 'calls of each command': TIMES },
      figures: [
        { what: 'nbn --version', value: inWords(spreadOf(version), ' ms') },
        {
          what: 'nbn show, one order',
          value: inWords(spreadOf(show), ' ms'),
          target: { text: '< 1 s', met: spreadOf(show).median < PROMPT },
        },
        {
          what: 'the client with what it needs, installed',
          value: inMegabytes(client),
          target: { text: '< 60 MB', met: client < 60 * MEGABYTE },
        },
        { what: 'what the image adds to that of Node', value: inMegabytes(image) },
      ],
      wrong: await stage.wrong([opened]),
      measured: { version, show, client, image },
    };
  } finally {
    await stage.stop();
    await rm(folder, { recursive: true });
  }
};
