import { isPersonalField } from '../contract/redaction.ts';

/** Beside those of contract/redaction.ts: where somebody lives, how they pay, and how they log in. */
const MORE_PERSONAL = /gps|latitude|longitude|ipAddress|account|bsb|card|token|secret/i;

/** Free text: what it says of people is replaced, and the rest stays. */
const TEXT = /note|description|reason|summary|message/i;

/** They say nothing of a person, though their names or what they are in would, and an answer means little without them. */
const HARMLESS = [
  ...['planName', 'groupName', 'productName', 'portName', 'accountManager', 'noLatePaymentFee'],
  ...['state', 'countryCode', 'contactType', 'subType', 'type', 'infrastructureOption', 'locationId', 'addressID'],
];

export type Treatment = 'keep' | 'replace' | 'redact';

/** What becomes of a field's value. @param around - What becomes of the object that the field is in. */
export function treatmentOf(field: string, around: Treatment): Treatment {
  if (HARMLESS.includes(field)) return 'keep';
  if (TEXT.test(field)) return 'redact';
  return around === 'replace' || isPersonalField(field) || MORE_PERSONAL.test(field) ? 'replace' : 'keep';
}
