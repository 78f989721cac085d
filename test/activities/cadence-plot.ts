import { untilNextPoll, type Situation } from '../../rules/cadence.ts';

export const CADENCE_PLOT = new URL('../../docs/cadence.svg', import.meta.url);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAYS = 14;
const DAY = 24 * HOUR;
/** Of the visit in the plot, on the tenth day. */
const VISIT = { startsAt: 9 * DAY + 8 * HOUR, endsAt: 9 * DAY + 12 * HOUR };

const CURVES: { title: string; colour: string; of: (now: number) => Situation }[] = [
  { title: 'held', colour: '#d55e00', of: (now) => ({ state: 'held', now, since: 0 }) },
  {
    title: 'in progress, or waiting for the customer',
    colour: '#0072b2',
    of: (now) => ({ state: 'inProgress', now, since: 0 }),
  },
  {
    title: 'in progress, with a visit on day 10',
    colour: '#009e73',
    of: (now) => ({ state: 'inProgress', now, since: 0, appointment: VISIT }),
  },
];

const [WIDTH, HEIGHT, LEFT, BOTTOM] = [720, 320, 60, 40];
const x = (at: number) => LEFT + (at / (DAYS * DAY)) * (WIDTH - LEFT - 20);
const y = (delay: number) => HEIGHT - BOTTOM - (delay / (4.5 * HOUR)) * (HEIGHT - BOTTOM - 20);

/** The time to the next look over the time without a change, as each look of an order would plan it. */
export function cadencePlot(): string {
  const settings = { pollInterval: 30 * MINUTE, requestsPerSecond: 5 };
  const curves = CURVES.map(({ title, colour, of }, index) => {
    const points: string[] = [];
    for (let now = 0; now < DAYS * DAY;) {
      const delay = untilNextPoll(of(now), settings, 0);
      points.push(`${x(now).toFixed(1)},${y(delay).toFixed(1)}`);
      now += delay;
    }
    return [
      `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      text(LEFT + 20, 24 + 18 * index, `&#9644; ${title}`, `fill="${colour}"`),
    ].join('\n');
  });
  const hours = [0.5, 1, 2, 3, 4].flatMap((hour) => [
    `<path d="M${LEFT} ${y(hour * HOUR).toFixed(1)}H${WIDTH - 20}" stroke="#ddd"/>`,
    text(LEFT - 8, y(hour * HOUR) + 4, `${hour} h`, 'text-anchor="end"'),
  ]);
  const days = Array.from({ length: DAYS / 2 + 1 }, (_, index) =>
    text(x(2 * index * DAY), HEIGHT - BOTTOM + 18, `${2 * index}`, 'text-anchor="middle"'),
  );
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...hours,
    ...days,
    text(WIDTH / 2, HEIGHT - 6, 'days without a change', 'text-anchor="middle"'),
    ...curves,
    '</svg>',
  ].join('\n')}\n`;
}

function text(left: number, top: number, words: string, attributes: string): string {
  return `<text x="${left.toFixed(1)}" y="${top.toFixed(1)}" ${attributes}>${words}</text>`;
}
