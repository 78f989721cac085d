import type { ConnectOptions } from '../client/connection.ts';
import { readConfiguration } from '../worker/configuration.ts';
import type { Check } from './check.ts';
import { checkOctane } from './octane.ts';
import { reportOf } from './report.ts';
import { checkTemporal } from './temporal.ts';
import type { Subject } from './trials.ts';

/**
 * Checks the Octane and the Temporal server that the environment names, and prints what it found. Nothing is changed at either.
 *
 * @param server - Temporal's, where it is not the one of the environment.
 * @returns whether nothing is bad.
 * @throws ConfigurationError with every wrong setting.
 */
export async function examine(
  { json, ...subject }: Subject & { json?: boolean },
  server?: ConnectOptions,
): Promise<boolean> {
  const configuration = readConfiguration(process.env);
  const groupNo = subject.groupNo ?? configuration.groupNo;
  const checks: Check[] = [
    ...(await checkOctane(configuration, { ...subject, groupNo })),
    ...(await checkTemporal(server)),
  ];
  const isWell = checks.every(({ verdict }) => verdict !== 'bad');
  console.log(json ? JSON.stringify({ isWell, checks }, undefined, 2) : reportOf(checks));
  return isWell;
}
