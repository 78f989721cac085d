import { Agenda } from './agenda.ts';
import { CallCounts } from './call-counts.ts';
import type { Customer } from './customer.ts';
import { giveUp, takeEffect } from './effects.ts';
import { COMPLETED, NORMAL_SCRIPTS, timetable, type Milestone } from './lifecycle.ts';
import { misfortuneOf } from './misfortunes.ts';
import { startOf, type CreateRequest, type Order } from './order.ts';
import type { PlanCatalogue } from './plans.ts';
import { Premises } from './premises.ts';
import type { QualificationRecord } from './qualification.ts';
import type { Service } from './service.ts';

/** The sandbox's whole state, in memory: as of the last call, or of the last {@link Books.settle}. */
export class Books {
  readonly calls = new CallCounts();
  readonly premises = new Premises();
  readonly catalogue: PlanCatalogue;
  readonly #customers = new Map<number, Customer>();
  readonly #services = new Map<number, Service[]>();
  readonly #orders = new Map<string, Order>();
  readonly #qualifications = new Map<string, QualificationRecord>();
  readonly #agenda = new Agenda<Milestone & { order: Order }>();
  #lastCustNo = 100_000;
  #lastOrderNo = 5_000_000;

  constructor(catalogue: PlanCatalogue) {
    this.catalogue = catalogue;
  }

  /** Applies, in time order, everything that is due up to `now` (milliseconds since the epoch). */
  settle(now: number): void {
    for (const milestone of this.#agenda.takeDue(now)) this.#reach(milestone);
  }

  takeCustNo(): number {
    return ++this.#lastCustNo;
  }

  customer(custNo: number): Customer | undefined {
    return this.#customers.get(custNo);
  }

  /** Adds a customer, or replaces the one with this number. */
  keepCustomer(customer: Customer): void {
    this.#customers.set(customer.custNo, customer);
  }

  /** The customer's services in the order of their lines, also those that are gone. */
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

  ordersOf(custNo: number): Order[] {
    return this.orders().filter(({ request }) => request.service.custNo === custNo);
  }

  order(orderId: string): Order | undefined {
    return this.#orders.get(orderId);
  }

  /** Stores a new order, which from now on moves on its own. */
  place({ request, service, by, now }: { request: CreateRequest; service: Service; by: string; now: number }): Order {
    const script = misfortuneOf(service.custNo)?.script ?? NORMAL_SCRIPTS[request.subOrderType];
    const order: Order = {
      orderId: String(++this.#lastOrderNo),
      request,
      service,
      placedAt: now,
      placedBy: by,
      startsAt: startOf(request, now),
      script,
      stage: script[0],
      modifiedAt: now,
    };
    this.#orders.set(order.orderId, order);
    for (const milestone of timetable(order)) this.#agenda.add({ ...milestone, order });
    this.settle(now);
    return order;
  }

  #reach({ at, stage, order }: Milestone & { order: Order }): void {
    order.stage = stage;
    order.modifiedAt = at;
    if (stage !== order.script.at(-1)) return;
    if (stage.orderStatus !== COMPLETED) giveUp(order, at);
    else if (!misfortuneOf(order.service.custNo)?.serviceUntouched) takeEffect(order, this.premises, at);
  }
}
