import type { VNode } from 'preact';
import { TEXT_LIMITS } from '../../../contract/limits.ts';

export function ReasonField(): VNode {
  return (
    <label>
      Why
      <input name="reason" required maxLength={TEXT_LIMITS.reason} autocomplete="off" />
    </label>
  );
}

/** What each form of an order sends besides its own fields. */
export function HiddenFields({ formToken, requestId }: { formToken: string; requestId: string }): VNode {
  return (
    <>
      <input type="hidden" name="formToken" value={formToken} />
      <input type="hidden" name="requestId" value={requestId} />
    </>
  );
}
