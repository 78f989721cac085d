import Fastify, { type FastifyError } from 'fastify';
import type { Logger } from 'pino';
import { errorAnswer, INVALID_ACCESS } from './answer.ts';
import { addApi } from './api.ts';
import type { Clock } from './clock.ts';
import { addControl } from './control.ts';
import { Faults } from './faults/faults.ts';
import { PERSONALITIES, type PersonalityName } from './personalities/personalities.ts';
import { PlanCatalogue } from './plans.ts';
import { Records } from './records.ts';
import { seed } from './seeds.ts';
import { send } from './send.ts';

export interface SandboxOptions {
  clock: Clock;
  /** Default 0: any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** The one user name and password that calls are accepted with. */
  username: string;
  password: string;
  /** The group of all customers, a number; default 123. */
  groupNo?: string;
  /** Other groups that calls may name. They sell the same plans to the same customers. Default: none. */
  otherGroups?: readonly string[];
  /** How many ordinary customers there are at the start, numbered from 100001; default 10. */
  customers?: number;
  /** How it speaks; default `standard`: as `octane/` expects. */
  personality?: PersonalityName;
  /** Default: no log. It never gets a body or personal data. */
  logger?: Logger;
}

/** A running sandbox. */
export interface Sandbox {
  /** Such as `http://127.0.0.1:8480/tiab/api`: what OCTANE_BASE_URL is set to. */
  readonly baseUrl: string;
  /** Such as `http://127.0.0.1:8480/sandbox`: the base of `/faults` and `/orders`, with the same credentials. */
  readonly controlUrl: string;
  /** What Octane knows, for a test to read. */
  readonly records: Records;
  /** What goes wrong with the calls, for a test to set. */
  readonly faults: Faults;
  close(): Promise<void>;
}

const BASE_PATH = '/tiab/api';
const CONTROL_PATH = '/sandbox';

/** In bytes; the largest body is a customer's. */
const BODY_LIMIT = 16 * 1024;

/**
 * Starts a sandbox with its own records.
 *
 * @throws when it cannot listen on the port.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { clock, port = 0, host = '127.0.0.1', username, password, groupNo = '123', customers = 10, logger } = options;
  const personality = PERSONALITIES[options.personality ?? 'standard'];
  const groups = new Set([groupNo, ...(options.otherGroups ?? [])]);
  const records = new Records(new PlanCatalogue(groupNo));
  seed(records, await clock.now(), customers);

  const server = Fastify({ bodyLimit: BODY_LIMIT, exposeHeadRoutes: false, forceCloseConnections: true });
  server.get('/health', () => ({ status: 'ok' }));
  server.setNotFoundHandler((_, reply) => send(reply, errorAnswer(404, 'No such path')));
  server.setErrorHandler<FastifyError>((error, _, reply) => {
    const { statusCode = 500, message } = error;
    if (statusCode >= 500) logger?.error({ err: error }, 'the sandbox failed');
    return send(reply, errorAnswer(statusCode, statusCode >= 500 ? 'Internal error' : message));
  });
  const faults = new Faults();
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  await server.register((guarded, _, done) => {
    guarded.addHook('onRequest', async (request, reply) => {
      if (request.headers.authorization === authorization) return;
      records.calls.denied += 1;
      await send(reply, INVALID_ACCESS);
    });
    guarded.register(
      (api, _options, ready) => {
        addApi(api, { records, groups, clock, faults, username, personality, logger });
        ready();
      },
      { prefix: BASE_PATH },
    );
    guarded.register(
      (control, _options, ready) => {
        addControl(control, { records, clock, faults });
        ready();
      },
      { prefix: CONTROL_PATH },
    );
    done();
  });
  const address = await server.listen({ port, host });
  return {
    baseUrl: address + BASE_PATH,
    controlUrl: address + CONTROL_PATH,
    records,
    faults,
    close: () => server.close(),
  };
}
