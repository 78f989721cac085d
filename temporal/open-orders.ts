import { Context } from '@temporalio/activity';
import ms from 'ms';
import { SEARCH_ATTRIBUTES } from '../contract/search-attributes.ts';

/** What an order waits for that Octane has and that is being followed; and the few that are being placed. */
export const FOLLOWED: readonly string[] = ['octane', 'customer'];

const QUERY = `ExecutionStatus = 'Running' AND ${SEARCH_ATTRIBUTES.waitingFor.name} IN ('${FOLLOWED.join("', '")}')`;

const COUNT_EVERY = ms('10m');

/**
 * How many orders are open, as counted some minutes ago; undefined until the first count arrives, and where Temporal cannot count.
 * Made for activities: they do not wait for the count.
 */
export function openOrders(): () => number | undefined {
  let known: number | undefined;
  let countAgainAt = 0;
  return () => {
    if (Date.now() >= countAgainAt) {
      countAgainAt = Date.now() + COUNT_EVERY;
      Context.current()
        .client.workflow.count(QUERY)
        .then(
          ({ count }) => (known = count),
          () => undefined,
        );
    }
    return known;
  };
}
