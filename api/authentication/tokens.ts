import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { fieldsOf } from '../../contract/plain-objects.ts';
import { Problem } from '../problems.ts';
import { rolesIn, type Caller } from '../roles.ts';
import { callerName } from './caller-name.ts';

/** Whose tokens are accepted. */
export interface TokenSettings {
  issuer: string;
  /** What the token must be meant for. */
  audience: string;
  /** Where the issuer publishes its keys. */
  jwksUrl: string;
  /** The claim that has the roles, as a list or as words with spaces between; its parts with dots between. */
  rolesClaim: string;
}

/** Signatures with a public key only: with `none`, or a shared secret, anybody could be the issuer. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** JWTs of one issuer. */
export class Tokens {
  readonly #settings: TokenSettings;
  readonly #keys: JWTVerifyGetKey;

  constructor(settings: TokenSettings) {
    this.#settings = settings;
    this.#keys = createRemoteJWKSet(new URL(settings.jwksUrl), { timeoutDuration: 3_000 });
  }

  /**
   * Whose token it is; undefined when it is not accepted, whatever the reason.
   *
   * @throws Problem when the issuer's keys cannot be read.
   */
  async callerWith(token: string): Promise<Caller | undefined> {
    const { issuer, audience, rolesClaim } = this.#settings;
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['sub', 'exp'],
      });
      const name = callerName.safeParse(payload.sub);
      return name.success ? { name: name.data, roles: rolesIn(wordsOf(payload, rolesClaim)) } : undefined;
    } catch (error) {
      if (isRefusal(error)) return undefined;
      throw new Problem(
        'IssuerUnavailable',
        "The keys of the tokens' issuer cannot be read. Repeat the request later.",
        [],
        {
          cause: error,
        },
      );
    }
  }
}

/** Whether the token itself is wrong, rather than that nothing can be said of it. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout) && error.code !== 'ERR_JOSE_GENERIC'
  );
}

/** Such as those of `realm_access.roles`. */
function wordsOf(payload: JWTPayload, claim: string): readonly unknown[] {
  const value = claim.split('.').reduce<unknown>((within, part) => fieldsOf(within)[part], payload);
  if (typeof value === 'string') return value.split(' ');
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
