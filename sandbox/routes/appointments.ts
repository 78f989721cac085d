import ms from 'ms';
import { bookingRequest, timeslotsQuery } from '../../octane/appointments.ts';
import { json } from '../answer.ts';
import { appointmentView, NOTICE_HOURS, slotView } from '../appointment.ts';
import type { Call, Handlers } from '../call.ts';
import { needsAppointment } from '../create-request.ts';
import { hasEnded, isPastPointOfNoReturn } from '../lifecycle.ts';
import type { Order } from '../order.ts';
import type { Records } from '../records.ts';
import { invalid, requestOf } from '../refusal.ts';
import { reservedCustomer } from '../reserved-customers.ts';
import { orderOf } from './order-of.ts';

/** Ten business days if all are free. */
const SLOTS_SHOWN = 20;

export function appointmentRoutes(records: Records): Handlers<'queryTimeslots' | 'bookAppointment'> {
  return {
    queryTimeslots: (call) => {
      const order = openOrderWithVisit(call);
      const { dateFrom } = requestOf(timeslotsQuery, call.query);
      const from = dateFrom === undefined ? call.now : Date.parse(dateFrom);
      const slots = records.slots.free(order.service.location, SLOTS_SHOWN, call.now, from);
      return json({
        ...(order.appointment && { currentAppointment: appointmentView(order.appointment, order.stage, call.now) }),
        timeslots: slots.map(slotView),
      });
    },

    bookAppointment: (call) => {
      const order = openOrderWithVisit(call);
      const { slotId } = requestOf(bookingRequest, call.body);
      const { now } = call;
      // A repeated call does not book again.
      if (order.appointment?.slotId !== slotId) {
        requireMovable(order, now);
        if (losesSlot(order)) records.slots.takeByOthers(slotId);
        const slot = records.slots.find(order.service.location, slotId, now);
        if (!slot) throw invalid('slotId', 'slot no longer available');
        records.book(order, slot, now);
      }
      if (!order.appointment) throw new Error('The appointment was just booked.');
      const { appointmentId, startTime, endTime, slotType } = appointmentView(order.appointment, order.stage, now);
      return json({ success: true, appointmentId, startTime, endTime, slotType });
    },
  };

  function openOrderWithVisit(call: Call): Order {
    const order = orderOf(records, call);
    const { request, stage, cancelling } = order;
    if (!needsAppointment(request)) throw invalid('orderId', 'The order needs no appointment');
    if (hasEnded(stage) || cancelling) throw invalid('orderId', 'The order has ended or is being cancelled');
    return order;
  }

  /** Whether this is the booking whose slot another provider takes. */
  function losesSlot({ orderId, service }: Order): boolean {
    return (
      reservedCustomer(service.custNo)?.losesSlot === true && records.calls.of('bookAppointment', { orderId }) === 1
    );
  }
}

/** @throws Refusal a validation error, when the order's appointment is as it is. */
function requireMovable({ stage, appointment }: Order, now: number): void {
  if (stage.awaitsBooking) return;
  if (isPastPointOfNoReturn(stage)) throw invalid('orderId', 'The order is past the point of no return');
  if (!appointment) throw invalid('orderId', 'The order is held; an appointment can be booked afterwards');
  if (now > appointment.startsAt - ms(`${NOTICE_HOURS} hours`))
    throw invalid('orderId', `An appointment cannot be moved less than ${NOTICE_HOURS} hours before it`);
}
