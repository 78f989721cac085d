import type { FastifyInstance } from 'fastify';
import { json, type FieldError } from './answer.ts';
import type { Clock } from './clock.ts';
import type { Faults } from './faults/faults.ts';
import { faultScenario } from './faults/scenario.ts';
import type { Order } from './order.ts';
import type { Records } from './records.ts';
import { send } from './send.ts';
import { iso } from './time.ts';

export interface ControlOptions {
  records: Records;
  clock: Clock;
  faults: Faults;
}

/** Adds the paths that are not Octane's: they set faults and list the orders, for a caller in another process. */
export function addControl(server: FastifyInstance, { records, clock, faults }: ControlOptions): void {
  const faultsView = () => ({
    ...faults.scenario,
    log: faults.log.map((hit) => ({ ...hit, at: iso(hit.at) })),
  });

  server.get('/faults', () => faultsView());

  server.put('/faults', (request, reply) => {
    const scenario = faultScenario.safeParse(request.body);
    if (!scenario.success) {
      const errors: FieldError[] = scenario.error.issues.map(({ path, message }) => ({
        field: path.join('.') || 'body',
        message,
      }));
      return send(reply, json({ errors }, 400));
    }
    faults.set(scenario.data);
    return faultsView();
  });

  server.delete('/faults', () => {
    faults.clear();
    return faultsView();
  });

  server.get('/orders', async () => {
    records.settle(await clock.now());
    return records.orders().map(summaryOf);
  });
}

/** Without personal data. */
function summaryOf({ orderId, request, service, placedAt, stage }: Order) {
  return {
    orderId,
    custNo: service.custNo,
    orderType: request.orderType,
    orderSubType: request.subOrderType,
    placedAt: iso(placedAt),
    orderStatus: stage.orderStatus,
    lineSeqNo: service.lineSeqNo,
    locationId: service.location.id,
    planNo: 'planNo' in request.service ? request.service.planNo : undefined,
  };
}
