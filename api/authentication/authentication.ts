import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems.ts';
import type { Caller } from '../roles.ts';
import { ApiKeys } from './api-keys.ts';
import type { Tokens } from './tokens.ts';

/** What a caller may log in with. */
export interface Logins {
  keys: ApiKeys;
  /** Default: no tokens are accepted. */
  tokens?: Tokens | undefined;
}

/** Longer ones are not looked at. */
const CREDENTIAL_LIMIT = 8_192;

/**
 * Who makes the request, by its `Authorization: Bearer …`; undefined when that is not accepted. Why is not told: it would help only
 * somebody who tries.
 *
 * @throws Problem when a token cannot be checked now.
 */
export async function callerOf({ headers }: FastifyRequest, logins: Logins): Promise<Caller | undefined> {
  const [, credential] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  return credential === undefined ? undefined : callerWith(credential, logins);
}

/** As {@link callerOf}, by the key or token itself. */
export async function callerWith(credential: string, { keys, tokens }: Logins): Promise<Caller | undefined> {
  if (credential.length > CREDENTIAL_LIMIT) return undefined;
  return ApiKeys.isKey(credential) ? keys.callerWith(credential) : tokens?.callerWith(credential);
}

export function unauthenticated(): Problem {
  return new Problem(
    'Unauthenticated',
    'Send an API key, or a token, that is known here and has not expired: Authorization: Bearer …',
  );
}

/** Of whom a route serves, as the `by` of what is asked for. */
export function nameOf({ caller }: Pick<FastifyRequest, 'caller'>): string {
  // No request with a right comes to its route without one.
  if (!caller) throw unauthenticated();
  return caller.name;
}
