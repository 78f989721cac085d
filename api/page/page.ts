import { readFile } from 'node:fs/promises';
import cookie from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { ApiServer, Backend } from '../api-server.ts';
import { callerWith, unauthenticated, type Logins } from '../authentication/authentication.ts';
import { failedWith } from '../problem-of-error.ts';
import { Problem, PROBLEMS } from '../problems.ts';
import { alertsOf } from './alerts.ts';
import { addEventPages } from './event-pages.ts';
import { fieldsOfForm, loginForm, logoutForm } from './forms.ts';
import { addOrderPages } from './order-pages.ts';
import type { Page } from './page-server.ts';
import { addQueuePages } from './queue-pages.ts';
import { isOwnForm, SESSION_COOKIE, type Sessions } from './sessions.ts';
import { documentOf, type Frame } from './views/layout.tsx';
import { LoginPage } from './views/login.tsx';
import { ProblemPage } from './views/problem.tsx';

export interface PageOptions {
  logins: Logins;
  sessions: Sessions;
  /** Of Temporal's Web UI with the namespace, such as `http://127.0.0.1:8233/namespaces/default`; default: no links to it. */
  webUiUrl?: string | undefined;
}

const LOGIN = '/login';
const STYLE = '/style.css';

/** Nothing is loaded from elsewhere, no script runs, and no other site frames the page or takes its forms. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The operators' page: the same orders, rights and audit log as the API has, for people. */
export function addPage(server: ApiServer, backend: Backend, { logins, sessions, webUiUrl }: PageOptions): void {
  void server.register(async (pages: ApiServer) => {
    await pages.register(cookie);
    pages.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) => {
      done(null, fieldsOfForm(String(body)));
    });
    protect(pages, sessions, logins);

    const page: Page = {
      ...backend,
      webUiUrl,
      frameOf: async (request) => ({ ...loggedIn(request), alerts: await alertsOf(backend.orders) }),
      show,
    };
    pages.setErrorHandler((error, request, reply) => {
      const problem = failedWith(error, request);
      if (problem.type === 'Unauthenticated') return reply.redirect(LOGIN, 303);
      const { caller, session } = request;
      const frame = caller && session && { caller, formToken: session.formToken };
      return show(reply.code(PROBLEMS[problem.type].status), ProblemPage({ problem, frame }));
    });
    addLogin(pages, sessions, logins);
    addQueuePages(pages, page);
    addOrderPages(pages, page);
    addEventPages(pages, page);
    const style = await readFile(new URL('./style.css', import.meta.url));
    pages.get(STYLE, { schema: { hide: true } }, (_, reply) =>
      reply.header('cache-control', 'max-age=3600').type('text/css').send(style),
    );
  });
}

function show(reply: FastifyReply, page: VNode): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(documentOf(page));
}

/** Who it is, by the session; and that a form comes from a page of that session. */
function protect(pages: ApiServer, sessions: Sessions, logins: Logins): void {
  pages.decorateRequest('session', undefined);
  pages.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    });
    const session = await sessions.read(request.cookies[SESSION_COOKIE]);
    // Only the session counts here: a login that a browser sends by itself would be no protection against other sites.
    request.caller = session && (await callerWith(session.key, logins));
    request.session = request.caller && session;
  });
  pages.addHook('preValidation', (request, _reply, done) => {
    if (request.method !== 'POST') {
      done();
      return;
    }
    const { session, headers } = request;
    const isOwn = session
      ? isOwnForm(session, logoutForm.loose().safeParse(request.body).data?.formToken)
      : headers.origin === undefined || hostOf(headers.origin) === headers.host;
    done(isOwn ? undefined : new Problem('NotAllowed', 'The form is not of your session. Load the page again.'));
  });
}

/** undefined for the origin `null`, which a browser sends when it keeps the real one to itself. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function addLogin(pages: ApiServer, sessions: Sessions, logins: Logins): void {
  const schema = { hide: true };
  pages.get(LOGIN, { schema }, ({ session }, reply) =>
    session ? reply.redirect('/', 303) : show(reply, LoginPage({})),
  );
  pages.post(LOGIN, { schema: { ...schema, body: loginForm } }, async (request, reply) => {
    const { key } = request.body;
    const caller = await callerWith(key, logins);
    if (!caller) {
      request.log.warn({ from: request.ip }, 'A login to the page was not accepted');
      return show(reply.code(401), LoginPage({ problem: 'This key is not known here, or has expired.' }));
    }
    return reply
      .setCookie(SESSION_COOKIE, await sessions.begin(key), {
        path: '/',
        httpOnly: true,
        sameSite: 'strict',
        secure: request.protocol === 'https',
      })
      .redirect('/', 303);
  });
  pages.post('/logout', { schema: { ...schema, body: logoutForm } }, (_, reply) =>
    reply.clearCookie(SESSION_COOKIE, { path: '/' }).redirect(LOGIN, 303),
  );
}

function loggedIn({ caller, session }: FastifyRequest): Pick<Frame, 'caller' | 'formToken'> {
  // No route with a right comes here without them.
  if (!caller || !session) throw unauthenticated();
  return { caller, formToken: session.formToken };
}
