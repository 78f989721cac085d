import type { HTTPMethods } from 'fastify';
import type { ApiServer } from './api-server.ts';
import { Problem } from './problems.ts';

/** Adds routes, and answers each method that one of their addresses does not take with 405 and those that it does. */
export function addWithMethods(server: ApiServer, addRoutes: () => void): void {
  const taken = new Map<string, HTTPMethods[]>();
  server.addHook('onRoute', ({ url, method }) => {
    taken.set(url, [...(taken.get(url) ?? []), ...[method].flat()]);
  });
  addRoutes();
  for (const [url, allowed] of [...taken]) {
    server.route({
      url: url.slice(server.prefix.length),
      method: server.supportedMethods.filter((method) => !allowed.includes(method)),
      config: url.startsWith('/v1/') ? { right: 'read' } : {},
      schema: { hide: true },
      // Before a body is looked at, which the method may not have.
      onRequest: (request, reply, done) => {
        const allow = allowed.join(', ');
        reply.header('allow', allow);
        done(new Problem('MethodNotAllowed', `This address does not take ${request.method}, but ${allow}.`));
      },
      handler: () => undefined,
    });
  }
}
