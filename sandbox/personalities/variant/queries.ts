import type { OperationName } from '../../../octane/operations.ts';
import type { Request } from '../personality.ts';

/** The query names of this Octane, by the names in `octane/`. */
const NAMES: Readonly<Partial<Record<OperationName, Readonly<Record<string, string>>>>> = {
  listCustomers: { fromDate: 'addedFrom' },
  listPlans: { groupno: 'group' },
  listOrders: { custno: 'customer', groupno: 'group', fromDate: 'changedFrom', page: 'pageNo', pageSize: 'rows' },
  searchAddress: { address: 'text' },
  queryTimeslots: { dateFrom: 'earliest' },
};

/** What this Octane has in the path of an operation, and `octane/` in the query. */
const IN_PATH: Readonly<Partial<Record<OperationName, readonly string[]>>> = {
  listAvailableTests: ['custno', 'lineseqno'],
};

/** The query under the names of `octane/`. What this Octane calls otherwise is not found under that name. */
export function asStandardQuery(operation: OperationName, { params, query }: Request): Record<string, string> {
  const names = NAMES[operation] ?? {};
  const inPath = Object.entries(params).filter(([name]) => IN_PATH[operation]?.includes(name));
  const own = Object.entries(query)
    .filter(([name]) => !(name in names))
    .map(([name, value]) => [Object.keys(names).find((key) => names[key] === name) ?? name, value]);
  return Object.fromEntries([...inPath, ...own]) as Record<string, string>;
}
