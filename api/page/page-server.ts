import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { Backend } from '../api-server.ts';
import type { Session } from './sessions.ts';
import type { Frame } from './views/layout.tsx';

/** What the routes of the page use. */
export interface Page extends Backend {
  /** Of Temporal's Web UI with the namespace; undefined for no links to it. */
  webUiUrl: string | undefined;
  frameOf: (request: FastifyRequest) => Promise<Frame>;
  show: (reply: FastifyReply, page: VNode) => FastifyReply;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a person who has logged in to the page. */
    session: Session | undefined;
  }
}
