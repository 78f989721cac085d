import { readableId } from './envelope.ts';
import { instantOf } from './instants.ts';
import type { OrderDetail } from './order-detail.ts';
import { notMapped, type Words } from './words.ts';
import { outsideText, outsideWord, WORD_LIMIT } from '../contract/outside-text.ts';

export interface OrderReading {
  words: Words;
  /** IANA name, of dates without a zone. Default: they are not readable. */
  timeZone?: string | undefined;
}

/**
 * An order of which everybody may trust what is there. `dateAdded` and `dateModified` are ISO 8601 in UTC, and absent when they
 * cannot be read ({@link instantOf}); so is an `orderId` that can be none. The statuses and the reason have at most 255
 * characters on one line, and say nothing of people.
 * Its kind and its product are documented words where somebody has mapped them.
 */
export function trusted(order: OrderDetail, { words, timeZone }: OrderReading): OrderDetail {
  const { orderSubType, productType } = order;
  const { orderId, dateAdded, dateModified, orderStatus, orderSubStatus, orderExternalStatus, orderReason } = order;
  // Notes are free text themselves: their words name no one in particular.
  const about = { ...order, orderNotes: [] };
  const word = (text: string | undefined) => text && outsideWord(text, about);
  return withoutMissing({
    ...order,
    orderId: readableId(orderId),
    orderSubType: words.meaning('orderSubTypes', orderSubType) ?? orderSubType,
    productType: words.meaning('productTypes', productType) ?? productType,
    dateAdded: instantOf(dateAdded, timeZone),
    dateModified: instantOf(dateModified, timeZone),
    orderStatus: word(orderStatus),
    orderSubStatus: word(orderSubStatus),
    orderExternalStatus: word(orderExternalStatus),
    orderReason: orderReason && outsideText(orderReason, { about, limit: WORD_LIMIT }),
  });
}

function withoutMissing(order: OrderDetail): OrderDetail {
  return Object.fromEntries(Object.entries(order).filter(([, value]) => value !== undefined));
}

/** Whether an order says that it is of another customer than this one, and nothing in it says the contrary. */
export function isOtherCustomers({ customerDetails, service }: OrderDetail, custNo: number): boolean {
  // An unset number may be 0.
  const named = [customerDetails?.custno, service?.custNo].filter((number) => number !== undefined && number > 0);
  return named.length > 0 && !named.includes(custNo);
}

/** Why these rows may hide an order, in phrases for an operator. */
export function whyUnclear(rows: readonly OrderDetail[]): string[] {
  const nameless = rows.filter(({ orderId }) => orderId === undefined).length;
  const versions = new Set(rows.filter(({ orderId }) => orderId !== undefined).map((row) => JSON.stringify(row)));
  const orderIds = new Set(rows.flatMap(({ orderId }) => orderId ?? []));
  return [
    ...(nameless > 0 ? [`${nameless} of its rows have no readable order id`] : []),
    ...(versions.size > orderIds.size ? ['an order comes twice in it, with different content'] : []),
  ];
}

/** What is not mapped of an order's words, each as a phrase for a person; none when all of it is understood. */
export function notMappedInOrder({ orderId, orderSubType, productType }: OrderDetail, words: Words): string[] {
  const found = [
    ...(words.meaning('orderSubTypes', orderSubType) ? [] : [notMapped('orderSubType', 'orderSubTypes', orderSubType)]),
    // An order that does not say is taken for one of nbn's.
    ...(productType === undefined || words.meaning('productTypes', productType)
      ? []
      : [notMapped('productType', 'productTypes', productType)]),
  ];
  return found.map((phrase) => `order ${orderId ?? '?'} has ${phrase}`);
}
