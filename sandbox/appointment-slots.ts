import { DateTime } from 'luxon';
import { localTime, nextBusinessDay } from './calendar.ts';
import type { Location } from './location.ts';

/** A time at which a technician can visit. Times are milliseconds since the epoch. */
export interface Slot {
  slotId: string;
  slotType: 'AM' | 'PM';
  startsAt: number;
  endsAt: number;
}

const HALVES = [
  { slotType: 'AM', from: 8, to: 12 },
  { slotType: 'PM', from: 13, to: 17 },
] as const;

const BUSINESS_DAYS_AHEAD = 2;

/** The holder of a slot that another provider's order has. */
const OTHERS = 'another provider';

/** Which slots are free: in each area one visit for each half of a business day. */
export class AppointmentSlots {
  /** Order ids by slot id. */
  readonly #holders = new Map<string, string>();

  /** The first free slots, from 2 business days after `now` on, or from the day of `dateFrom` if that is later. */
  free(location: Location, count: number, now: number, dateFrom = now): Slot[] {
    const slots: Slot[] = [];
    for (let day = firstDay(now, dateFrom); slots.length < count; day = nextBusinessDay(day))
      slots.push(...slotsOf(areaOf(location), day).filter(({ slotId }) => !this.#holders.has(slotId)));
    return slots.slice(0, count);
  }

  /** The slot by its id; undefined when there is no such slot, or it is too soon or not free. */
  find(location: Location, slotId: string, now: number): Slot | undefined {
    const [, date] = /-(\d{8})-/.exec(slotId) ?? [];
    const day = DateTime.fromFormat(date ?? '', 'yyyyMMdd', { zone: localTime(now).zone });
    if (!day.isValid) return undefined;
    return this.free(location, HALVES.length, now, day.toMillis()).find((slot) => slot.slotId === slotId);
  }

  hold(slotId: string, orderId: string): void {
    this.#holders.set(slotId, orderId);
  }

  /** Frees the slot if the order holds it. */
  release(slotId: string, orderId: string): void {
    if (this.#holders.get(slotId) === orderId) this.#holders.delete(slotId);
  }

  /** Another provider's order takes the slot. */
  takeByOthers(slotId: string): void {
    this.#holders.set(slotId, OTHERS);
  }
}

function firstDay(now: number, dateFrom: number): DateTime<true> {
  let day = localTime(now).startOf('day');
  for (let count = 0; count < BUSINESS_DAYS_AHEAD; count++) day = nextBusinessDay(day);
  const wanted = localTime(dateFrom).startOf('day');
  return wanted <= day ? day : nextBusinessDay(wanted.minus({ days: 1 }));
}

function slotsOf(area: string, day: DateTime<true>): Slot[] {
  return HALVES.map(({ slotType, from, to }) => ({
    slotId: `SLT${area}-${day.toFormat('yyyyMMdd')}-${slotType}`,
    slotType,
    startsAt: day.set({ hour: from }).toMillis(),
    endsAt: day.set({ hour: to }).toMillis(),
  }));
}

/** An area is a location's first eight digits. */
function areaOf({ id }: Location): string {
  return id.slice(3, 11);
}
