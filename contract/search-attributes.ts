import { defineSearchAttributeKey } from '@temporalio/common';

/** Search attributes of every order. They are never encrypted, so nothing personal goes in. */
export const SEARCH_ATTRIBUTES = {
  /** One of the order states. */
  state: defineSearchAttributeKey('NbnState', 'KEYWORD'),
  /** Octane's own word for the status. */
  orderStatus: defineSearchAttributeKey('NbnOrderStatus', 'KEYWORD'),
  orderId: defineSearchAttributeKey('NbnOrderId', 'KEYWORD'),
  custNo: defineSearchAttributeKey('NbnCustNo', 'KEYWORD'),
  groupNo: defineSearchAttributeKey('NbnGroupNo', 'KEYWORD'),
  /** octane | customer | operator | service | date */
  waitingFor: defineSearchAttributeKey('NbnWaitingFor', 'KEYWORD'),
  /** True while a target of the current phase is missed. */
  jeopardy: defineSearchAttributeKey('NbnJeopardy', 'BOOL'),
  dueDate: defineSearchAttributeKey('NbnDueDate', 'DATETIME'),
} as const;
