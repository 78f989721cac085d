import { saysAway } from './circuit.ts';
import { OctaneError } from './errors.ts';
import type { OctaneHttp } from './http.ts';

/**
 * One small call that changes nothing and reads nothing personal. A refusal that Octane understood is an answer too.
 *
 * @param attempt - From 1. Calls alternate between two operations, so that one which is broken does not pass for all of Octane.
 * @param groupNo - Without one, whose plans could be listed, it is always the other operation.
 * @throws OctaneError when Octane is still away.
 */
export type Probe = (attempt: number, groupNo: string | undefined, signal?: AbortSignal) => Promise<void>;

/** An order that Octane does not have. */
const NO_ORDER = '0';

export function probe(http: OctaneHttp): Probe {
  return async (attempt, groupNo, signal) => {
    try {
      await (groupNo !== undefined && attempt % 2 === 1
        ? http.sendAnyway('listPlans', { parameters: { groupno: groupNo }, signal }, 'json')
        : http.sendAnyway('getOrder', { parameters: { orderId: NO_ORDER }, signal }, 'json'));
    } catch (error) {
      if (!(error instanceof OctaneError) || saysAway(error)) throw error;
    }
  };
}
