/*
 * What a log tells that somebody may act on: a line each, with `happening`, and the order's reference, flow and workflow id where there is one.
 * docs/logs.md has the same table.
 */

type Level = 'info' | 'warn' | 'error';

interface Happening {
  level: Level;
  message: string;
  /** What the line says besides. */
  fields: readonly string[];
}

export const HAPPENINGS = {
  fallout: { level: 'warn', message: 'An order needs a person', fields: ['code', 'step', 'actions'] },
  jeopardy: { level: 'warn', message: 'An order is in jeopardy', fields: ['state', 'dueDate', 'target'] },
  stillInJeopardy: {
    level: 'warn',
    message: 'An order is still in jeopardy',
    fields: ['orderId', 'state', 'dueDate'],
  },
  outcomeUnknown: {
    level: 'warn',
    message: 'It is not known whether Octane has carried out a call; it is searched for before another one is sent',
    fields: ['operation'],
  },
  statusUnmapped: {
    level: 'warn',
    message: 'Octane used a status that no row maps; the order is followed as "unknown". Map it in NBN_CONFIG.',
    fields: ['orderId', 'orderStatus'],
  },
  octaneAway: {
    level: 'warn',
    message: 'All of Octane is away; see the workflow nbn-octane-outage',
    fields: ['type', 'answer'],
  },
  nothingToWatch: {
    level: 'warn',
    message: 'Octane has no list of orders to watch; each order is polled by itself.',
    fields: ['groupNo', 'why'],
  },
  eventGivenUp: {
    level: 'error',
    message: 'An event was given up; it waits to be sent again (nbn events)',
    fields: ['receiver', 'reference', 'event', 'why'],
  },
  eventsNotHandedOver: {
    level: 'error',
    message: 'Events of an order could not be handed over to be delivered; they are tried again with its next change',
    fields: ['events', 'why'],
  },
} as const satisfies Record<string, Happening>;
export type HappeningName = keyof typeof HAPPENINGS;

export type HappeningFields<Name extends HappeningName> = Record<(typeof HAPPENINGS)[Name]['fields'][number], unknown>;

/** The SDK's logs, of workflows, activities and workers alike. */
type Log = Record<Level, (message: string, meta?: Record<string, unknown>) => void>;

/** @param about - What the log does not say by itself, as those of workflows and activities do: whose happening it is. */
export function tell<Name extends HappeningName>(
  log: Log,
  happening: Name,
  fields: HappeningFields<Name>,
  about: Record<string, unknown> = {},
): void {
  const { level, message } = HAPPENINGS[happening];
  log[level](message, { happening, ...about, ...fields });
}
