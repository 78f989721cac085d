import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { NbnOrders } from '../client/index.ts';
import type { ProblemType } from './problems.ts';
import type { Caller, Right } from './roles.ts';

export type ApiServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What the routes ask. */
export interface Backend {
  orders: NbnOrders;
  /** As {@link NbnOrders.within}, with the API's limit. */
  within: <T>(calls: () => Promise<T>) => Promise<T>;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a caller needs for the request; missing where everybody may make it. */
    right?: Right;
    /** True when the request only says what would happen. */
    dryRun?: boolean;
  }
  interface FastifyRequest {
    /** Who makes it; undefined before the login. */
    caller: Caller | undefined;
    /** What it was answered with, where that is no success. */
    problem: ProblemType | undefined;
  }
}
