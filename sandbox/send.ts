import { gzipSync } from 'node:zlib';
import type { FastifyReply } from 'fastify';
import type { Answer } from './answer.ts';

/** Sends the answer, breaks the connection, or leaves it open without an answer. */
export function send(reply: FastifyReply, answer: Answer): FastifyReply {
  if (typeof answer === 'string') {
    reply.hijack();
    if (answer === 'reset') reply.raw.destroy();
    return reply;
  }
  const { httpStatus, contentType, headers = {}, contentEncoding, encoding } = answer;
  const body = Buffer.from(answer.body, encoding);
  reply.code(httpStatus).type(contentType).headers(headers);
  if (contentEncoding === undefined) return reply.send(body);
  return reply.header('content-encoding', contentEncoding).send(gzipSync(body));
}
