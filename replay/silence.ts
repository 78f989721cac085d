import { DefaultLogger, Runtime } from '@temporalio/worker';

/** Before the first replay: what the core logs of a failed one says less than its verdict, and would bury it. */
export function silenceReplay(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
  });
}
