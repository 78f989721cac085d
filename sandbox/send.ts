import type { FastifyReply } from 'fastify';
import type { Answer } from './answer.ts';

/** Sends the answer, breaks the connection, or leaves it open without an answer. */
export function send(reply: FastifyReply, answer: Answer): FastifyReply {
  if (typeof answer === 'string') {
    reply.hijack();
    if (answer === 'reset') reply.raw.destroy();
    return reply;
  }
  return reply
    .code(answer.httpStatus)
    .type(answer.contentType)
    .headers(answer.headers ?? {})
    .send(Buffer.from(answer.body, answer.encoding));
}
