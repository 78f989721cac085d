import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Flow, RescheduleRequest, ResolveRequest } from '../../client/index.ts';
import { FALLOUT_CODES, RESOLVE_ACTIONS } from '../../contract/fallout.ts';
import { INPUTS } from '../../contract/inputs.ts';
import { SLOT_TYPES } from '../../contract/update-requests.ts';
import { REQUESTS } from '../../contract/update-request-schemas.ts';
import { resolveBody, undeliveredFilter } from '../schemas.ts';
import { checked } from '../validation.ts';
import { correctableFields } from './correctable-fields.ts';

/*
 * The page's forms: which fields they send, and what is asked of an order by them. The contract's own schemas check the request.
 */

/** Before the name of a field of the input that is to be replaced. */
export const CORRECTION = 'input.';

/** As a browser sends a form; a field that is left empty is absent. */
export function fieldsOfForm(text: string): Record<string, string | string[]> {
  const params = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(params.keys())].flatMap((name): [string, string | string[]][] => {
      const values = params.getAll(name).filter((value) => value !== '');
      const [first] = values;
      if (first === undefined) return [];
      return [[name, name === 'order' ? values : first]];
    }),
  );
}

const own = { formToken: z.string() };
const { reason } = REQUESTS.withdraw.shape;
/** The same form that is sent twice is one request. */
const once = { ...own, requestId: z.uuid() };

export const newRequestId = (): string => randomUUID();

export const loginForm = z.strictObject({ key: z.string().max(200) });
export const logoutForm = z.strictObject(own);
export const pollForm = z.strictObject(own);
export const withdrawForm = z.strictObject({ ...once, reason });
const day = z.iso.date('must be a date').optional();
export const slotsQuery = z.object({ notBefore: z.preprocess((text) => (text === '' ? undefined : text), day) });
export const rescheduleForm = z.strictObject({
  ...once,
  reason,
  slotId: REQUESTS.reschedule.shape.slotId,
  notBefore: day,
  slotType: z.enum(SLOT_TYPES).optional(),
});
export const resolveForm = z
  .object({ ...once, reason, action: z.enum(RESOLVE_ACTIONS), orderId: z.string().optional() })
  .catchall(z.string());
export const answersForm = z.strictObject({
  ...own,
  reason,
  action: z.enum(RESOLVE_ACTIONS).exclude(['adopt']),
  order: z.array(INPUTS.planChange.shape.reference, 'choose one order at least').max(100),
});

export const sendAgainForm = undeliveredFilter.extend(own);

export const queueQuery = z.object({ code: z.enum(FALLOUT_CODES).optional() });
export const searchQuery = z.object({ q: z.string().trim().max(100).default('') });

/** @throws Problem that names every wrong field. */
export function decisionIn(form: z.infer<typeof resolveForm>, flow: Flow): Omit<ResolveRequest, 'by'> {
  const { action, orderId } = form;
  const corrections = correctableFields(flow).flatMap(({ name, isNumber }): [string, string | number][] => {
    const value = form[CORRECTION + name];
    if (typeof value !== 'string') return [];
    return [[name, isNumber && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value]];
  });
  return checked(resolveBody, {
    action,
    reason: form.reason,
    ...(action === 'adopt' && { orderId }),
    ...(action === 'retry' && corrections.length > 0 && { input: Object.fromEntries(corrections) }),
  });
}

/** @param zone - In which the day begins. */
export function wishIn(form: z.infer<typeof rescheduleForm>, zone: string): Omit<RescheduleRequest, 'by'> {
  const { reason: why, slotId, slotType } = form;
  const notBefore = beginningOf(form.notBefore, zone);
  return { reason: why, ...(slotId && { slotId }), ...(notBefore && { notBefore }), ...(slotType && { slotType }) };
}

/** ISO 8601 */
export function beginningOf(date: string | undefined, zone: string): string | undefined {
  return date === undefined ? undefined : (DateTime.fromISO(date, { zone }).toISO() ?? undefined);
}
