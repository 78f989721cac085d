import { CancellationScope } from '@temporalio/workflow';

/** Only its maker cancels it: neither a withdrawal nor a cancellation of the workflow reaches into it. */
export function uncancelledScope(): CancellationScope {
  return new CancellationScope({ cancellable: true, parent: new CancellationScope({ cancellable: false }) });
}
