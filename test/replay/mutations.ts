import type { Break } from '../../replay/replay.ts';

/** A change of the workflow code, as the bundle has it. */
export interface Change {
  /** Must be there exactly once. */
  replace: RegExp;
  by: string;
}

export interface Mutation extends Change {
  /** The history that must show it, and as what. */
  history: string;
  breaks: Break;
  because: RegExp;
}

/** The last steps of a plan change. */
const ENDING =
  /(await order\.follow\(\);)\s*(await order\.verifyService\(goal\);)(?=\s*return order\.complete\(`The service is on)/;

/** Changes that break orders in flight, each in its own way: controls of the gate, which must see every one of them. */
export const MUTATIONS: Record<string, Mutation> = {
  'an activity renamed': {
    replace: /placingInTwoCalls\.findService\b/,
    by: 'placingInTwoCalls.searchService',
    history: 'plan-change-completed',
    breaks: 'commands',
    because: /searchService/,
  },
  'two steps swapped': {
    replace: ENDING,
    by: '$2 $1',
    history: 'plan-change-completed',
    breaks: 'commands',
    because: /verifyService/,
  },
  'a timer removed': {
    replace: /(?<=condition\)\(isDecided), Math\.max\(1000, Date\.parse\(wake\) - Date\.parse\(now\)\)/,
    by: '',
    history: 'plan-change-open-fallout',
    breaks: 'commands',
    because: /TimerStarted/,
  },
  'an extra activity': {
    replace: ENDING,
    by: '$1 $2 await order.disconnectCustomer();',
    history: 'plan-change-completed',
    breaks: 'commands',
    because: /Activity machine does not handle this event/,
  },
  'a changed child id': {
    replace: /`\$\{order\.reference\}\.upgrade`/,
    by: '`${order.reference}.faster`',
    history: 'activate-two-steps-completed',
    breaks: 'commands',
    because: /faster/,
  },
  'a changed result': {
    replace: /(?<=lineSeqNo\s*\}\), \{\s*)note(?=\s*\}\);)/,
    by: 'note: note.toUpperCase()',
    history: 'plan-change-completed',
    breaks: 'result',
    because: /^completed\.note was "The service is on plan 1002" and is "THE SERVICE/,
  },
  'a changed failure': {
    replace: /message: `Order \$\{reference\}: \$\{message\}`/,
    by: 'message',
    history: 'plan-change-rejected',
    breaks: 'result',
    because: /^failed\.message was "Order H-plan-change-rejected: /,
  },
  'a changed progress answer': {
    replace: /`Octane has it as order \$\{orderId\}`/,
    by: '`Octane has it: ${orderId}`',
    history: 'plan-change-open-in-progress',
    breaks: 'progress',
    because: /^timeline\.\d+\.text was "Octane has it as order/,
  },
};

/** The bundle with one change. @throws Error when the code has no such place, or several. */
export function mutated(bundle: string, { replace, by }: Change): string {
  const places = bundle.match(new RegExp(replace, 'g'))?.length ?? 0;
  if (places !== 1) throw new Error(`${replace.source} is ${places} times in the bundle; exactly one is needed.`);
  return bundle.replace(replace, by);
}
