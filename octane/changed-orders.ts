/** How the list of orders is asked for what has changed in a group: the names of its query. */
export interface ChangedOrdersQuery {
  groupNo: string;
  /** ISO 8601: modified then or later. */
  modifiedSince: string;
  /** From 1. */
  page: string;
  pageSize: string;
}

/** inferred: `fromDate` is documented for the list of customers; the others are customary. Octane may ignore any of them. */
export const CHANGED_ORDERS_QUERY: ChangedOrdersQuery = {
  groupNo: 'groupno',
  modifiedSince: 'fromDate',
  page: 'page',
  pageSize: 'pageSize',
};

/** Orders on a page. A list that has more of them has no pages. */
export const PAGE_SIZE = 100;
