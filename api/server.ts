import rateLimit from '@fastify/rate-limit';
import Fastify, { LogController, type FastifyBaseLogger } from 'fastify';
import type { PayloadCodec } from '@temporalio/common';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { NbnOrders } from '../client/index.ts';
import { INPUTS } from '../contract/inputs.ts';
import { fieldsOf } from '../contract/plain-objects.ts';
import type { ApiServer, Backend } from './api-server.ts';
import { wordsOf, type AuditLog } from './audit-log.ts';
import { callerOf, unauthenticated, type Logins } from './authentication/authentication.ts';
import { ANSWER_LIMIT, BODY_LIMIT, REQUEST_LIMIT } from './limits.ts';
import { addWithMethods } from './methods.ts';
import { describeApi } from './openapi.ts';
import { failedWith, problemOfError } from './problem-of-error.ts';
import { bodyOf, Problem, PROBLEM_JSON, PROBLEMS } from './problems.ts';
import { hasRight } from './roles.ts';
import { addCodec } from './codec.ts';
import { addPage } from './page/page.ts';
import { Sessions } from './page/sessions.ts';
import { addEvents } from './routes/events.ts';
import { addHealth } from './routes/health.ts';
import { addNotifications } from './routes/notifications.ts';
import { addOrders } from './routes/orders.ts';
import { addUpdates } from './routes/updates.ts';
import { validator } from './validation.ts';

export interface ApiOptions {
  /** With `answerExpected` (`ANSWER_EXPECTED` in limits.ts), so that a missing worker is told in time. */
  orders: NbnOrders;
  logins: Logins;
  /** What the page's sessions are encrypted with: 32 bytes; default: random. */
  sessionSecret?: Uint8Array | undefined;
  /** Of Temporal's Web UI with the namespace, for links; default: none. */
  webUiUrl?: string | undefined;
  /** What the Web UI decodes payloads with. */
  codec: PayloadCodec;
  audit: AuditLog;
  /** Of each caller, and of each address that has not logged in. */
  requestsPerSecond: number;
  /** Proxies whose X-Forwarded-For says where a request comes from; default: none. */
  trustedProxies?: string[] | undefined;
  /** Gets what goes wrong here; never a body, and nothing personal. */
  logger: FastifyBaseLogger;
}

/** The API, ready to listen. The caller closes it. */
export async function createApi(options: ApiOptions): Promise<ApiServer> {
  const { orders, logins, requestsPerSecond, trustedProxies = [], logger, webUiUrl, codec } = options;
  const server: ApiServer = Fastify({
    loggerInstance: logger,
    // A URL may hold anything, and the log of changes is a log of its own.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_LIMIT,
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    routerOptions: { maxParamLength: 200 },
    // An address that cannot be decoded has no route, so no error handler is asked.
    frameworkErrors: (error, _request, { raw }) => {
      const problem = problemOfError(error);
      raw
        .writeHead(PROBLEMS[problem.type].status, { 'content-type': PROBLEM_JSON })
        .end(JSON.stringify(bodyOf(problem)));
    },
  }).withTypeProvider<ZodTypeProvider>();
  server.removeContentTypeParser('text/plain');
  server.setValidatorCompiler(validator('InvalidRequest'));
  // The type checker holds an answer to its schema. A word that is not known must never become a failure here.
  server.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  answerWithProblems(server);
  logIn(server, options);
  await server.register(rateLimit, {
    max: requestsPerSecond,
    timeWindow: 1_000,
    keyGenerator: ({ caller, ip }) => caller?.name ?? ip,
    errorResponseBuilder: () =>
      new Problem('TooManyRequests', `Send at most ${requestsPerSecond} requests a second; see Retry-After.`),
  });
  await describeApi(server);
  const backend: Backend = { orders, within: (calls) => orders.within(ANSWER_LIMIT, calls) };
  addWithMethods(server, () => {
    addOrders(server, backend);
    addUpdates(server, backend);
    addNotifications(server, backend);
    addEvents(server, backend);
    addHealth(server, backend);
  });
  const sessions = new Sessions(options.sessionSecret);
  addPage(server, backend, { logins, sessions, webUiUrl });
  addCodec(server, { codec, logins, sessions, webUiUrl });
  return server;
}

function answerWithProblems(server: ApiServer): void {
  server.decorateRequest('problem', undefined);
  server.setErrorHandler((error, request, reply) => {
    const problem = failedWith(error, request);
    const { status } = PROBLEMS[problem.type];
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    return reply.code(status).type(PROBLEM_JSON).send(bodyOf(problem));
  });
  server.setNotFoundHandler(() => {
    throw new Problem('NoSuchResource', 'There is nothing at this address; /openapi.json has what there is.');
  });
}

/** Who makes a request, and whether they may, before its body is read. Whatever became of a change is in the audit log. */
function logIn(server: ApiServer, { logins, audit }: ApiOptions): void {
  server.decorateRequest('caller', undefined);
  server.addHook('onRoute', ({ url, config }) => {
    // Nothing of the orders is open to all because somebody forgot to say to whom.
    if (url.startsWith('/v1/') && config?.right === undefined) throw new Error(`The route ${url} needs a right.`);
  });
  server.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    if (request.routeOptions.config.right !== undefined) request.caller = await callerOf(request, logins);
  });
  // After the limit of requests, which an unknown caller has too.
  server.addHook('preParsing', (request, _reply, payload, done) => {
    const { right } = request.routeOptions.config;
    if (right === undefined) done(null, payload);
    else if (!request.caller) done(unauthenticated());
    else if (hasRight(request.caller, right)) done(null, payload);
    else
      done(
        new Problem(
          'NotAllowed',
          `Your roles (${request.caller.roles.join(', ')}) do not allow this; it needs the right "${right}".`,
        ),
      );
  });
  server.addHook('onResponse', (request, reply, done) => {
    const { right, dryRun } = request.routeOptions.config;
    if (right !== undefined && right !== 'read' && dryRun !== true) {
      const { data: reference } = INPUTS.planChange.shape.reference.safeParse(fieldsOf(request.params)['reference']);
      audit({
        who: request.caller?.name,
        what: right,
        ...wordsOf(request.body),
        reference,
        from: request.ip,
        status: reply.statusCode,
        problem: request.problem,
      });
    }
    done();
  });
}
