import { z } from 'zod';
import { FLOWS } from '../../contract/names.ts';
import type { OrderState } from '../../contract/states.ts';
import { businessTime } from './business-time.ts';

/**
 * The states in which the provider's side, or a person of ours, has to act. In the others the clock stops (`pending`, `waiting`), our own patience is the
 * limit, after which the order is in `fallout` (`placing`, `settling`), or the order has ended.
 */
export const TARGET_PHASES = [
  'acknowledged',
  'inProgress',
  'held',
  'assessingCancellation',
  'unknown',
  'fallout',
] as const satisfies OrderState[];

/** How long a phase may take, such as `3 business days`; or for practice, such as `2 minutes` of any hour. */
export type Target = `${number} business ${'hour' | 'hours' | 'day' | 'days'}` | `${number} ${'minute' | 'minutes'}`;

/** One line of the table of targets. Every column that is given has to match. */
export interface TargetRow {
  phase: (typeof TARGET_PHASES)[number];
  /** Every flow when left out. */
  flows?: readonly string[] | undefined;
  /** nbn's service classes, such as `3`; when left out, every class and also an order that knows of none. */
  serviceClasses?: readonly string[] | undefined;
  target: Target | 'none';
}

/** A row of the defaults, which says where its target comes from. */
export interface DefaultTargetRow extends TargetRow {
  source: string;
}

/**
 * inferred, all of it: Octane documents no times. Where `source` names no one it is our own choice, made to be noticed early.
 * `NBN_CONFIG` puts rows of its own before these: `{"targets": [{"phase": "held", "target": "5 business days"}]}`.
 *
 * - Lead times: lightningip.com.au/blog/the-different-nbn-service-classes (class 3 in a day, class 1 in 20–30 days, classes 2 and 5
 *   in 14–30), cloudvoice.au/nbn-types (class 3 in 1–3 business days), articles.spintel.net.au/en/articles/4184774 (2–20 business
 *   days over all classes). 30 days, read as calendar days, are a little more than SpinTel's 20 business days, which are taken.
 * - Held: letsbemates.com.au/mate/?p=10914 and SpinTel (planned remediation date in 5–10 business days).
 * - What each class stands for: kb.hostednetwork.com.au, nbn-tc4-sevice-classes. That 31–33 need a visit is a guess.
 */
export const DEFAULT_TARGETS: readonly DefaultTargetRow[] = [
  { phase: 'acknowledged', target: '1 business day', source: 'own choice: an order is taken up at once' },
  {
    phase: 'inProgress',
    flows: ['activate'],
    serviceClasses: ['3', '6', '9', '13', '24', '34'],
    target: '3 business days',
    source: 'equipment in place: hours to 3 business days (Lightning IP, Cloud Voice)',
  },
  {
    phase: 'inProgress',
    flows: ['activate'],
    serviceClasses: ['1'],
    target: '20 business days',
    source: 'nothing in place: 20–30 days (Lightning IP), at most 20 business days (SpinTel)',
  },
  {
    phase: 'inProgress',
    flows: ['activate'],
    serviceClasses: ['2', '5', '8', '11', '12', '21', '22', '23', '31', '32', '33'],
    target: '20 business days',
    source: 'a technician must come: 14–30 days (Lightning IP), at most 20 business days (SpinTel)',
  },
  {
    phase: 'inProgress',
    flows: ['activate'],
    target: '20 business days',
    source: 'class not known: as if a technician must come',
  },
  {
    phase: 'inProgress',
    flows: ['planChange', 'suspend', 'unsuspend', 'shape', 'unshape'],
    target: '1 business day',
    source: 'own choice: done by software, without a visit',
  },
  {
    phase: 'inProgress',
    flows: ['disconnect'],
    target: '3 business days',
    source: 'own choice: as equipment in place; done by software but retried upstream',
  },
  {
    phase: 'inProgress',
    flows: ['diagnosticTest', 'serviceHealthCheck'],
    target: '4 business hours',
    source: 'own choice: a test takes minutes',
  },
  { phase: 'inProgress', target: '3 business days', source: 'own choice, for a flow without a row of its own' },
  {
    phase: 'held',
    target: '10 business days',
    source: 'remediation planned within 5–10 business days (MATE, SpinTel)',
  },
  { phase: 'assessingCancellation', target: '1 business day', source: 'own choice: a yes or no, without a visit' },
  { phase: 'unknown', target: '3 business days', source: 'own choice: time to map the status word' },
  { phase: 'fallout', target: '4 business hours', source: 'own choice: an operator decides within half a day' },
];

const TARGET = /^([1-9]\d{0,2}) (business hour|business day|minute)s?$/;
const MINUTE = 60_000;

/** `NBN_CONFIG`'s key `targets`: rows that come before {@link DEFAULT_TARGETS}. */
export const jeopardyTargetsSchema = z.array(
  z.strictObject({
    phase: z.enum(TARGET_PHASES),
    flows: z.array(z.enum(FLOWS)).min(1).optional(),
    serviceClasses: z
      .array(z.string().regex(/^\d{1,2}$/, 'must be a service class in quotes, such as "3"'))
      .min(1)
      .optional(),
    target: z.custom<Target | 'none'>(
      (value) => typeof value === 'string' && (value === 'none' || TARGET.test(value)),
      'must be such as "4 business hours" or "3 business days" (1 to 999), "2 minutes" for practice, or "none"',
    ),
  }),
);

/** The target of the first row that matches; undefined when none does, or when that row says so. */
export function targetOf(
  rows: readonly TargetRow[],
  order: { flow: string; phase: OrderState; serviceClass?: string | undefined },
): Target | undefined {
  const serviceClass = order.serviceClass?.trim();
  const row = rows.find(
    ({ phase, flows, serviceClasses }) =>
      phase === order.phase &&
      (flows === undefined || flows.includes(order.flow)) &&
      (serviceClasses === undefined || (serviceClass !== undefined && serviceClasses.includes(serviceClass))),
  );
  return row === undefined || row.target === 'none' ? undefined : row.target;
}

/** A target in milliseconds, and whether those are of business time. */
export function durationOf(target: Target): { duration: number; isBusinessTime: boolean } {
  const [, amount, unit] = TARGET.exec(target) ?? [];
  if (amount === undefined) throw new RangeError(`"${target}" is not a target.`);
  if (unit === 'minute') return { duration: Number(amount) * MINUTE, isBusinessTime: false };
  return { duration: businessTime(Number(amount), unit === 'business hour' ? 'hour' : 'day'), isBusinessTime: true };
}
