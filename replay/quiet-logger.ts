import { DefaultLogger, Runtime } from '@temporalio/worker';

/** To be called before the first replay: the verdict says more of a failed replay than the core's log, which would hide it. */
export function installQuietLogger(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
  });
}
