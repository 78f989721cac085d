import type { ApiServer, Backend } from '../api-server.ts';
import { Problem, problemResponses } from '../problems.ts';
import { healthAnswer } from '../schemas.ts';

/** For whatever starts the process, and sends it requests. */
export function addHealth(server: ApiServer, { orders }: Backend): void {
  server.get(
    '/health/live',
    {
      config: { rateLimit: false },
      schema: {
        operationId: 'isLive',
        summary: 'Whether the process answers',
        tags: ['health'],
        security: [],
        response: { 200: healthAnswer.describe('It does.') },
      },
    },
    () => ({ status: 'live' as const }),
  );

  server.get(
    '/health/ready',
    {
      config: { rateLimit: false },
      schema: {
        operationId: 'isReady',
        summary: 'Whether Temporal answers too',
        tags: ['health'],
        security: [],
        response: { 200: healthAnswer.describe('It does.'), ...problemResponses('TemporalUnavailable') },
      },
    },
    async () => {
      if (await orders.isReachable()) return { status: 'ready' as const };
      throw new Problem('TemporalUnavailable', 'Temporal did not answer within a second.');
    },
  );
}
