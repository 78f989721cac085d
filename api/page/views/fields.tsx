import type { ComponentChildren, VNode } from 'preact';
import { TEXT_LIMITS } from '../../../contract/limits.ts';
import { newRequestId } from '../forms.ts';

interface OwnFormProps {
  action: string;
  formToken: string;
  class?: string;
  /** Sent twice, it is one request. */
  once?: boolean;
  children: ComponentChildren;
}

/** A form that only a page of this session can send. */
export function OwnForm({ action, formToken, class: name, once = false, children }: OwnFormProps): VNode {
  return (
    <form method="post" action={action} class={name}>
      <input type="hidden" name="formToken" value={formToken} />
      {once && <input type="hidden" name="requestId" value={newRequestId()} />}
      {children}
    </form>
  );
}

export function ReasonField(): VNode {
  return (
    <label>
      Why
      <input name="reason" required maxLength={TEXT_LIMITS.reason} autocomplete="off" />
    </label>
  );
}
