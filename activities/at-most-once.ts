import { Context } from '@temporalio/activity';

/** What an attempt leaves for the next one: that it failed, and that its call surely did nothing. */
interface DidNothing {
  attempt: number;
}

/**
 * Whether an earlier attempt of this activity may have reached Octane. An attempt counts as harmless only when it left
 * word of it; one that ended otherwise (a timeout, a killed worker) may have done its work.
 */
export function mayHaveRunBefore(): boolean {
  const { info } = Context.current();
  if (info.attempt === 1) return false;
  const word = info.heartbeatDetails as DidNothing | undefined;
  return word?.attempt !== info.attempt - 1;
}

/** Leaves word for the next attempt that this one did nothing. It travels with the failure that has to follow. */
export function didNothing(): void {
  const context = Context.current();
  context.heartbeat({ attempt: context.info.attempt } satisfies DidNothing);
}
