import { placementAfter, type Placement, type PlacementEvent } from '../../workflows/order/placement.ts';

const EARLIER = '2026-03-02T00:00:00.000Z';
const NOW = '2026-03-02T01:00:00.000Z';

const none: Placement = { is: 'none' };
const sending: Placement = { is: 'sending' };
const unknown: Placement = { is: 'unknown', since: EARLIER, candidates: ['5000001'] };
const placed: Placement = { is: 'placed', id: '5000002', by: 'create' };
const BEFORE = { none, sending, unknown, placed };

const EVENTS = {
  attempted: { type: 'attempted' },
  refused: { type: 'refused' },
  notSent: { type: 'notSent' },
  lost: { type: 'lost', at: NOW },
  doubted: { type: 'doubted', at: NOW },
  notClear: { type: 'notClear', at: NOW, candidates: ['5000003'] },
  placed: { type: 'placed', id: '5000004', by: 'search' },
  denied: { type: 'denied' },
  absent: { type: 'absent' },
} satisfies Record<PlacementEvent['type'], PlacementEvent>;

const inDoubt: Placement = { is: 'unknown', since: NOW, candidates: [] };
const found: Placement = { is: 'placed', id: '5000004', by: 'search' };

type Row = Record<keyof typeof BEFORE, Placement>;

/** What each event makes of each state. */
const AFTER: Record<keyof typeof EVENTS, Row> = {
  // An attempt that only searches, or fails before it does, is no answer to the doubt.
  attempted: { none: sending, sending, unknown, placed },
  // The call follows a search that found nothing, so the doubt is over.
  refused: { none, sending: none, unknown: none, placed },
  notSent: { none, sending: none, unknown, placed },
  // The list is waited for from the last lost call on.
  lost: { none: inDoubt, sending: inDoubt, unknown: inDoubt, placed },
  doubted: { none: inDoubt, sending: inDoubt, unknown, placed },
  notClear: {
    none: { ...inDoubt, candidates: ['5000003'] },
    sending: { ...inDoubt, candidates: ['5000003'] },
    unknown: { ...unknown, candidates: ['5000003'] },
    placed,
  },
  placed: { none: found, sending: found, unknown: found, placed: found },
  // What a person saw may be older than what Octane lists now.
  denied: { none, sending, unknown: { ...unknown, candidates: [] }, placed },
  absent: { none, sending: none, unknown: none, placed: none },
};

const rows = Object.entries(AFTER).flatMap(([event, row]) =>
  Object.entries(row).map(([before, after]) => ({ event, before, is: after.is, after })),
);

test.each(rows)('$event makes $is of $before', ({ event, before, after }) => {
  const placement = BEFORE[before as keyof typeof BEFORE];
  expect(placementAfter(placement, EVENTS[event as keyof typeof EVENTS])).toEqual(after);
});

test('nothing but a decision or an end at Octane forgets an order that Octane has', () => {
  const kept = Object.values(EVENTS).filter((event) => placementAfter(placed, event) === placed);
  expect(kept.map(({ type }) => type)).toEqual([
    'attempted',
    'refused',
    'notSent',
    'lost',
    'doubted',
    'notClear',
    'denied',
  ]);
});
