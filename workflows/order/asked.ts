import { TEXT_LIMITS } from '../../contract/limits.ts';
import { outsideText } from '../../contract/outside-text.ts';
import type { Asked } from '../../contract/updates.ts';

/** Who asks, as it may be shown: a person's text passes the same gate as Octane's. */
export function askedBy({ by }: Asked): string {
  return outsideText(by, { limit: TEXT_LIMITS.by });
}

/** Why, as it may be shown. */
export function reasonOf({ reason }: Asked): string {
  return outsideText(reason, { limit: TEXT_LIMITS.reason });
}
