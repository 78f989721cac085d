import { isIP } from 'node:net';
import { z } from 'zod';
import { hasCredentials } from './setting-types.ts';
import { RECEIVER_NAME } from '../contract/event-delivery.ts';
import { EVENT_TYPES } from '../contract/events.ts';
import { webhookSecretsIn } from '../activities/webhook-secrets.ts';

/** So that no order costs more than a handful of deliveries for each change. */
const MOST_RECEIVERS = 10;

const receiverSchema = z.strictObject({
  /** Part of workflow ids, so it stays what it is while the receiver is the same. */
  name: z.string().regex(RECEIVER_NAME, 'must be 1–32 of a-z 0-9 -, such as crm'),
  url: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .refine((url) => !hasCredentials(url), 'must have no user or password in it: receivers check the signature'),
  /** A file with a secret (`whsec_…`) in each line, of which each signs. */
  secretFile: z
    .string()
    .min(1)
    .check(({ value, issues }) => {
      try {
        webhookSecretsIn(value);
      } catch (error) {
        issues.push({ code: 'custom', input: value, message: error instanceof Error ? error.message : 'unknown' });
      }
    }),
  types: z.array(z.enum(EVENT_TYPES)).min(1).optional(),
});

/** `events` of the file that `NBN_CONFIG` names. */
export const eventsSchema = z
  .strictObject({
    receivers: z
      .array(receiverSchema)
      .max(MOST_RECEIVERS)
      .refine(
        (receivers) => new Set(receivers.map(({ name }) => name)).size === receivers.length,
        'two receivers have the same name',
      )
      .default([]),
    /** IP addresses and networks that a receiver may have although they are private; only these may take plain HTTP. */
    allowedAddresses: z
      .array(z.string().refine(isNetwork, 'must be an IP address or a network, such as 10.0.0.0/8'))
      .default([]),
    /** Where a receiver finds an order, before its reference. */
    ordersUrl: z
      .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
      .transform((url) => url.replace(/\/+$/, ''))
      .optional(),
  })
  .check(({ value: { receivers, allowedAddresses }, issues }) => {
    for (const [index, { url }] of receivers.entries()) {
      if (allowedAddresses.length > 0 || url.startsWith('https:')) continue;
      const message = 'must be https, or have its address in allowedAddresses';
      issues.push({ code: 'custom', input: url, path: ['receivers', index, 'url'], message });
    }
  });

function isNetwork(value: string): boolean {
  const [address = '', bits, ...rest] = value.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
