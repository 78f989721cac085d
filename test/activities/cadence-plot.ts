import { drawn } from '../../bench/plot.ts';
import { untilNextPoll, type Situation } from '../../rules/cadence.ts';

export const CADENCE_PLOT = new URL('../../docs/cadence.svg', import.meta.url);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DAYS = 14;
/** Of the visit in the plot, on the tenth day. */
const VISIT = { startsAt: 9 * DAY + 8 * HOUR, endsAt: 9 * DAY + 12 * HOUR };

const CURVES: { order: string; of: (now: number) => Situation }[] = [
  { order: 'held', of: (now) => ({ state: 'held', now, since: 0 }) },
  { order: 'in progress, or waiting for the customer', of: (now) => ({ state: 'inProgress', now, since: 0 }) },
  {
    order: 'in progress, with a visit on day 10',
    of: (now) => ({ state: 'inProgress', now, since: 0, appointment: VISIT }),
  },
];

/** The time to the next poll over the time without a change, as each poll of an order would plan it. */
export function cadencePlot(): Promise<string> {
  return drawn({
    width: 600,
    height: 260,
    data: { values: CURVES.flatMap(pollsOf) },
    mark: { type: 'line' },
    encoding: {
      x: { field: 'days', type: 'quantitative', title: 'days without a change' },
      y: { field: 'hours', type: 'quantitative', title: 'hours until the next poll' },
      color: { field: 'order', type: 'nominal', sort: null, title: null, legend: { orient: 'top', labelLimit: 0 } },
    },
  });
}

function pollsOf({ order, of }: (typeof CURVES)[number]): { order: string; days: number; hours: number }[] {
  const settings = { pollInterval: 30 * MINUTE, requestsPerSecond: 5 };
  const polls = [];
  for (let now = 0; now < DAYS * DAY;) {
    const delay = untilNextPoll(of(now), settings, 0);
    polls.push({ order, days: now / DAY, hours: delay / HOUR });
    now += delay;
  }
  return polls;
}
