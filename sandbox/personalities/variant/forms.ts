import type { OperationName } from '../../../octane/operations.ts';
import { inSydney } from './dates.ts';
import { mapFields, renameFields } from './map-fields.ts';

const NUMBERS = ['orderId', 'enquiryId'];

/** The names of ids in this Octane, where they are not documented. */
const OWN_NAMES: Readonly<Partial<Record<OperationName, Readonly<Record<string, string>>>>> = {
  addCustomer: { custNo: 'customerNo' },
  createActivationOrder: { orderId: 'orderNo' },
  createDisconnectionOrder: { orderId: 'orderNo' },
  listOrders: { orderId: 'orderNo' },
  createEnquiry: { enquiryId: 'diagnosticNo' },
};

/** The content with this Octane's dates, names of ids, and forms of what is in it. */
export function inOwnForm(operation: OperationName, content: unknown): unknown {
  const formed = mapFields(content, (value, field) => {
    if (typeof value === 'string') return NUMBERS.includes(field) ? asNumber(value) : inSydney(value);
    if (!isList(value)) return value;
    if (field === 'instance') return newestFirst(value);
    if (field === 'installOptions') return value.map((code) => ({ installOption: code, fee: 0 }));
    // The names of the tests, and nothing else.
    if (field === 'tests') return value.map((test) => fieldIn(test, 'testType'));
    return value;
  });
  return renameFields(formed, OWN_NAMES[operation] ?? {});
}

function asNumber(id: string): number | string {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : id;
}

/** An instance of former days comes last. */
function newestFirst(instances: readonly unknown[]): unknown[] {
  const former = {
    serviceid: '1',
    dateDeclared: '2019-03-01 09:00:00',
    dateProvisioned: '2019-03-04 11:30:00',
    dateDisconnected: '2021-06-30 17:00:00',
    status: 'Ceased',
    dateAdded: '2019-03-01 09:00:00',
    dateModified: '2021-06-30 17:00:00',
  };
  return [...instances.toReversed(), former];
}

function fieldIn(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null && name in json ? json[name as keyof typeof json] : undefined;
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}
