import { Context } from '@temporalio/activity';
import type { Outage } from '../contract/octane-outage.ts';
import { holdFor, inWords, outageTypeOf } from '../octane/circuit.ts';
import { OctaneError } from '../octane/errors.ts';
import type { Octane } from '../octane/octane.ts';
import { laterFailure, notYet } from './failures.ts';

export interface ProbeActivities {
  /** Makes one small call. While Octane stays away it fails with a delay that grows, so that Temporal's retry is the next probe. */
  probeOctane: () => Promise<void>;
}

/** Calls Temporal only, so it is no part of what `nbn-octane` limits. */
export interface WaitingActivities {
  /** Fails while all of Octane is away, so that Temporal's retry is the wait: it leaves nothing in the history. */
  awaitOctane: () => Promise<void>;
}

/** Milliseconds between two probes: at first, and at most. Doubtful credentials are tried seldom, because accounts get locked. */
const DELAYS = {
  OctaneUnavailable: { first: 5_000, longest: 5 * 60_000 },
  OctaneUnauthorized: { first: 5 * 60_000, longest: 30 * 60_000 },
} as const;
/** An outage that ends before Octane thought it would should not cost a day. */
const LONGEST_RETRY_AFTER = 60 * 60_000;

export function probeActivities(octane: Octane, { groupNo }: { groupNo?: string | undefined }): ProbeActivities {
  return {
    probeOctane: async () => {
      const { info, cancellationSignal } = Context.current();
      try {
        await octane.probe(info.attempt, groupNo, cancellationSignal);
      } catch (error) {
        if (!(error instanceof OctaneError)) throw error;
        const { message, operation, outcome } = error;
        const type = outageTypeOf(error);
        const delay = Math.max(
          untilNextProbe(type, info.attempt),
          Math.min(error.retryAfter ?? 0, LONGEST_RETRY_AFTER),
        );
        throw laterFailure(type, message, delay, { operation, outcome });
      }
    },
  };
}

function untilNextProbe(type: Outage['type'], attempt: number): number {
  const { first, longest } = DELAYS[type];
  return Math.min(first * 2 ** (attempt - 1), longest);
}

export function waitingActivities(octane: Octane): WaitingActivities {
  return {
    awaitOctane: async () => {
      const outage = await octane.outage();
      if (outage) throw notYet(outage.type, inWords(outage), holdFor(outage), { outcome: 'refused', heldBack: true });
    },
  };
}
