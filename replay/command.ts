import { connect, type ConnectOptions } from '../client/connection.ts';
import { dataConverterWith, encryptionKeysOf } from '../temporal/encryption/data-converter.ts';
import { workflowBundle } from '../worker/bundle.ts';
import { advice, describe } from './explanation.ts';
import { installQuietLogger } from './quiet-logger.ts';
import { replay } from './replay.ts';
import { ALL_OURS, runningHistories } from './running.ts';
import { Tally } from './tally.ts';

/** Milliseconds between two lines about how far it is. */
const TELL_EVERY = 5_000;

export interface ReplayCommandOptions {
  /** Temporal's list filter. Default: all that is ours. */
  query?: string;
  limit: number;
  /** Histories in work at a time. */
  workers: number;
  /** Path of a workflow bundle. Default: that of the code at hand. */
  bundle?: string;
  /** Default: as Temporal's environment variables and profiles say. */
  server?: ConnectOptions;
  /** Broken workflows as lines of JSON, and nothing else on standard output. */
  json?: boolean;
}

/**
 * Replays what a server has against the code at hand: broken workflows and a summary on standard output, how far it is on
 * standard error.
 *
 * @returns whether all of them would continue.
 * @throws Error when the server cannot be asked.
 */
export async function replayRunning({
  query = ALL_OURS,
  limit,
  workers,
  bundle,
  server,
  json = false,
}: ReplayCommandOptions): Promise<boolean> {
  installQuietLogger();
  const client = await connect(server);
  const tally = new Tally();
  const telling = setInterval(() => {
    console.error(tally.soFar());
  }, TELL_EVERY);
  try {
    const encryptionKeys = server?.encryptionKeys ?? encryptionKeysOf(process.env);
    const options = {
      workflowBundle: bundle === undefined ? await workflowBundle(encryptionKeys !== undefined) : { codePath: bundle },
      dataConverter: dataConverterWith(encryptionKeys),
      workers,
    };
    await replay(runningHistories(client, query, limit), options, (verdict) => {
      tally.count(verdict);
      if (verdict.broken) console.log(json ? JSON.stringify(verdict) : describe(verdict));
    });
  } finally {
    clearInterval(telling);
    await client.connection.close();
  }
  console.error(tally.soFar());
  if (!json) console.log(tally.summary());
  if (!json && tally.breaks.size > 0) console.log(`\n${advice(tally.breaks)}`);
  return tally.breaks.size === 0;
}
