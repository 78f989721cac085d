import { readFileSync } from 'node:fs';
import { Runtime } from '@temporalio/worker';
import { createOctane } from '../../octane/octane.ts';
import { createWorkers, runWorkers } from '../../worker/workers.ts';
import { TEST_BUNDLE } from '../bundle.ts';
import { mutated, type Change } from '../replay/mutations.ts';
import type { Stack } from '../stack.ts';

/** Starts workers whose workflow code is today's with some changes. @returns what stops them. */
export async function startWorkersWith(changes: Change[], { env, configuration }: Stack): Promise<() => Promise<void>> {
  const octane = createOctane(configuration.octane, () => undefined);
  const workers = await createWorkers({
    connection: env.nativeConnection,
    namespace: env.namespace ?? 'default',
    workflowBundle: { code: changes.reduce(mutated, readFileSync(TEST_BUNDLE, 'utf8')) },
    configuration,
    octane,
    logger: Runtime.instance().logger,
  });
  const running = runWorkers(workers);
  return async () => {
    for (const worker of workers) worker.shutdown();
    await running;
    octane.close();
  };
}
