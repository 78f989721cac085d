import { AppointmentSlots, type Slot } from './appointment-slots.ts';
import type { Appointment } from './appointment.ts';
import { localTime } from './calendar.ts';
import { CallCounts } from './call-counts.ts';
import { needsAppointment, startOf, type CreateRequest } from './create-request.ts';
import type { Customer } from './customer.ts';
import type { Enquiry } from './enquiry.ts';
import {
  BOOKED_AGAIN,
  cancellation,
  COMPLETED,
  hasEnded,
  NORMAL_SCRIPTS,
  timetable,
  VISIT_SCRIPT,
  type Milestone,
  type Script,
} from './lifecycle.ts';
import { ModifiedOrders } from './modified-orders.ts';
import { cancelPendingService, takeEffect } from './order-effects.ts';
import type { Order } from './order.ts';
import type { PlanCatalogue } from './plans.ts';
import { Premises } from './premises.ts';
import type { QualificationRecord } from './qualification.ts';
import { reservedCustomer } from './reserved-customers.ts';
import { Schedule } from './schedule.ts';
import type { Service } from './service.ts';
import { iso } from './time.ts';

/** What Octane knows: customers, services, orders. In memory; as of the last call or {@link Records.settle}. */
export class Records {
  readonly calls = new CallCounts();
  readonly premises = new Premises();
  readonly slots = new AppointmentSlots();
  readonly catalogue: PlanCatalogue;
  readonly #customers = new Map<number, Customer>();
  readonly #services = new Map<number, Service[]>();
  readonly #orders = new Map<string, Order>();
  /** By customer: a load test has a hundred thousand orders. */
  readonly #ordersOf = new Map<number, Order[]>();
  readonly #qualifications = new Map<string, QualificationRecord>();
  readonly #enquiries = new Map<string, Enquiry>();
  readonly #milestones = new Schedule<{ at: number; milestone: Milestone; order: Order }>();
  readonly #actions = new Schedule<{ at: number; run: () => void }>();
  readonly #modifiedOrders = new ModifiedOrders();
  #lastCustNo = 100_000;
  #lastOrderNo = 5_000_000;
  #lastEnquiryNo = 7_000_000;

  constructor(catalogue: PlanCatalogue) {
    this.catalogue = catalogue;
  }

  /** Applies, in time order, everything that is due up to `now` (milliseconds since the epoch). */
  settle(now: number): void {
    for (const { at, run } of this.#actions.takeDue(now)) {
      this.#reachMilestones(at);
      run();
    }
    this.#reachMilestones(now);
  }

  /** Has {@link Records.settle} run this at its time (milliseconds since the epoch). */
  runAt(at: number, run: () => void): void {
    this.#actions.add({ at, run });
  }

  takeCustNo(): number {
    return ++this.#lastCustNo;
  }

  /** Every customer, in the order in which they were added. */
  customers(): Customer[] {
    return [...this.#customers.values()];
  }

  customer(custNo: number): Customer | undefined {
    return this.#customers.get(custNo);
  }

  /** Adds a customer, or replaces the one with this number. */
  keepCustomer(customer: Customer): void {
    this.#customers.set(customer.custNo, customer);
  }

  /** The customer's services in the order of their lines, including disconnected ones. */
  services(custNo: number): readonly Service[] {
    return this.#services.get(custNo) ?? [];
  }

  addService(service: Service): void {
    this.#services.set(service.custNo, [...this.services(service.custNo), service]);
  }

  qualification(qualificationSearchId: string): QualificationRecord | undefined {
    return this.#qualifications.get(qualificationSearchId);
  }

  keepQualification(record: QualificationRecord): void {
    this.#qualifications.set(record.ids.qualificationSearchId, record);
  }

  /** Every order ever placed, the oldest first. */
  orders(): Order[] {
    return [...this.#orders.values()];
  }

  /** The customer's orders, the oldest first. */
  ordersOf(custNo: number): readonly Order[] {
    return this.#ordersOf.get(custNo) ?? [];
  }

  /** Orders modified at `since` (milliseconds since the epoch) or later, the earliest first. */
  ordersModifiedSince(since: number): Iterable<Order> {
    return this.#modifiedOrders.since(since);
  }

  order(orderId: string): Order | undefined {
    return this.#orders.get(orderId);
  }

  /** Stores a new order and schedules its milestones. */
  place({ request, service, by, now }: { request: CreateRequest; service: Service; by: string; now: number }): Order {
    const orderId = String(++this.#lastOrderNo);
    const script = this.#scriptFor(request);
    const startsAt = startOf(request, now);
    const appointment = needsAppointment(request) ? this.#earliestAppointment(orderId, service, now) : undefined;
    const milestones = timetable(script, { beginsAt: now, startsAt, appointment });
    const order: Order = {
      orderId,
      request,
      service,
      placedAt: now,
      placedBy: by,
      startsAt,
      script,
      milestones,
      stage: script[0],
      modifiedAt: now,
      appointment,
      appointments: 1,
      cancelling: false,
      notes: [],
    };
    this.#orders.set(orderId, order);
    const { custNo } = request.service;
    this.#ordersOf.set(custNo, [...(this.#ordersOf.get(custNo) ?? []), order]);
    this.#modifiedOrders.add(order);
    this.#scheduleMilestones(order, milestones, now);
    return order;
  }

  /** Books a free slot for the order, or moves its appointment to it. */
  book(order: Order, slot: Slot, now: number): void {
    const { orderId, placedAt, stage } = order;
    if (order.appointment) this.slots.release(order.appointment.slotId, orderId);
    this.slots.hold(slot.slotId, orderId);
    if (stage.awaitsBooking) {
      order.script = BOOKED_AGAIN;
      order.appointment = { ...slot, appointmentId: appointmentId(orderId, ++order.appointments) };
      this.#scheduleMilestones(order, timetable(BOOKED_AGAIN, { ...order, beginsAt: now }), now);
    } else {
      order.appointment = { ...slot, appointmentId: appointmentId(orderId, order.appointments) };
      this.#modify(order, now);
      const milestones = timetable(order.script, { ...order, beginsAt: placedAt });
      this.#scheduleMilestones(
        order,
        milestones.filter(({ at }) => at > now),
        now,
      );
    }
  }

  /** Accepts the cancellation of an order that is under way. */
  cancel(order: Order, now: number): void {
    order.cancelling = true;
    order.script = cancellation(
      reservedCustomer(order.service.custNo)?.completesWhenCancelled ? COMPLETED : 'Cancelled',
    );
    this.#scheduleMilestones(order, timetable(order.script, { beginsAt: now, startsAt: now }), now);
  }

  enquiry(enquiryId: string): Enquiry | undefined {
    return this.#enquiries.get(enquiryId);
  }

  enquire({ request, service, now }: Pick<Enquiry, 'request' | 'service'> & { now: number }): Enquiry {
    const enquiryId = String(++this.#lastEnquiryNo);
    const fault = reservedCustomer(service.custNo)?.enquiryFault;
    const enquiry: Enquiry = { enquiryId, request, service, createdAt: now, fault };
    this.#enquiries.set(enquiryId, enquiry);
    return enquiry;
  }

  #scriptFor(request: CreateRequest): Script {
    const { custNo } = request.service;
    const visit = needsAppointment(request);
    const { script, visitScript, scriptFor } = reservedCustomer(custNo) ?? {};
    if (visit && visitScript) return visitScript;
    const applies =
      scriptFor === undefined ||
      ('firstOrder' in scriptFor
        ? this.ordersOf(custNo).length === 0
        : scriptFor.subOrderType === request.subOrderType);
    if (script && applies) return script;
    return visit ? VISIT_SCRIPT : NORMAL_SCRIPTS[request.subOrderType];
  }

  /** documented: the earliest free slot, not the requested date. */
  #earliestAppointment(orderId: string, { location }: Service, now: number): Appointment {
    const [slot] = this.slots.free(location, 1, now);
    if (!slot) throw new Error('There is always a free slot.');
    this.slots.hold(slot.slotId, orderId);
    return { ...slot, appointmentId: appointmentId(orderId, 1) };
  }

  /** Replaces the order's milestones. The earlier ones stay scheduled and are skipped when they are due. */
  #scheduleMilestones(order: Order, milestones: Milestone[], now: number): void {
    order.milestones = milestones;
    for (const milestone of milestones) this.#milestones.add({ at: milestone.at, milestone, order });
    this.settle(now);
  }

  #modify(order: Order, at: number): void {
    order.modifiedAt = at;
    this.#modifiedOrders.add(order);
  }

  #reachMilestones(now: number): void {
    for (const { milestone, order } of this.#milestones.takeDue(now)) this.#reach(milestone, order);
  }

  #reach(milestone: Milestone, order: Order): void {
    if (!order.milestones.includes(milestone)) return;
    const { at, stage } = milestone;
    order.stage = stage;
    this.#modify(order, at);
    if (stage.plansRemediation) order.notes.push(remediationNote(order, milestone));
    const ended = hasEnded(stage);
    if (order.appointment && (ended || stage.losesAppointment)) {
      this.slots.release(order.appointment.slotId, order.orderId);
      if (!ended) order.appointment = undefined;
    }
    if (!ended) return;
    if (stage.orderStatus !== COMPLETED) cancelPendingService(order, at);
    else if (!reservedCustomer(order.service.custNo)?.serviceUntouched) takeEffect(order, this, at);
  }
}

function appointmentId(orderId: string, count: number): string {
  return `APT${orderId.padStart(10, '0')}${String(count).padStart(2, '0')}`;
}

/** inferred: the note that names the planned remediation date. */
function remediationNote({ milestones, notes }: Order, milestone: Milestone): Order['notes'][number] {
  const next = milestones[milestones.indexOf(milestone) + 1];
  if (!next) throw new Error('A held order has a next milestone.');
  return {
    id: String(notes.length + 1),
    name: 'Planned remediation date',
    description: `Planned remediation date: ${localTime(next.at).toISODate()}`,
    creatorName: 'nbn',
    creationDate: iso(milestone.at),
    type: 'Held',
  };
}
