import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlannedOrder } from '../chaos/orders.ts';

/** What must not be found anywhere: one of each kind, and like nothing that is there by itself. */
export const PLANTED = {
  givenNames: 'Quillonby',
  surname: 'Zyxwvorth',
  contactName: 'Ottoline Vexingham',
  phone: '0411777333',
  email: 'ottoline@vexingham.example',
  addressLine1: '77 Unplantable Crescent',
  reason: 'Ottoline moves to Marlinspike',
  password: 'octane-password',
} as const;

const WORDS = [...Object.values(PLANTED), '0411 777 333', 'Vexingham', 'Unplantable', 'Marlinspike'];

/** The order with planted data in each field that may hold something personal. */
export function withPlanted(order: PlannedOrder): PlannedOrder {
  if (order.flow !== 'activate') return order;
  const { contactName: name, phone, email, givenNames, surname, addressLine1 } = PLANTED;
  const { customer } = order.input;
  return {
    ...order,
    input: {
      ...order.input,
      contact: { name, phone, email },
      customer:
        'new' in customer ? { new: { ...customer.new, givenNames, surname, email, phone, addressLine1 } } : customer,
    },
  };
}

/** The planted words that a text has, whatever their case. */
export function plantedIn(text: string): string[] {
  const all = text.toLowerCase();
  return WORDS.filter((word) => all.includes(word.toLowerCase()));
}

/** Of all files in a folder, as bytes. */
export function plantedInFiles(folder: string): Record<string, string[]> {
  const found = readdirSync(folder).map(
    (file) => [file, plantedIn(readFileSync(join(folder, file), 'latin1'))] as const,
  );
  return Object.fromEntries(found.filter(([, words]) => words.length > 0));
}
