import { randomBytes, timingSafeEqual } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import { z } from 'zod';

/** A person who has logged in to the page. */
export interface Session {
  /** The API key of the login. It is looked up at each request, so a key that is taken away ends the session. */
  key: string;
  /** What each form of the page sends back: another site cannot know it. */
  formToken: string;
}

export const SESSION_COOKIE = 'nbn_session';

const ISSUED_FOR = 'nbn-orders page';
const LASTS = '8h';
const claims = z.object({ key: z.string(), formToken: z.string() });

/** Sessions are kept by the browser alone, encrypted, so that the API's processes share nothing but the secret. */
export class Sessions {
  readonly #secret: Uint8Array;

  /** @param secret - 32 bytes, the same in every process; default: random, so that a restart ends all sessions. */
  constructor(secret: Uint8Array = randomBytes(32)) {
    this.#secret = secret;
  }

  /** The value of the cookie. */
  begin(key: string): Promise<string> {
    return new EncryptJWT({ key, formToken: randomBytes(32).toString('base64url') })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setAudience(ISSUED_FOR)
      .setExpirationTime(LASTS)
      .encrypt(this.#secret);
  }

  /** undefined for a cookie that is not ours, or is too old. */
  async read(cookie: string | undefined): Promise<Session | undefined> {
    if (cookie === undefined) return undefined;
    try {
      const { payload } = await jwtDecrypt(cookie, this.#secret, { audience: ISSUED_FOR, requiredClaims: ['exp'] });
      return claims.parse(payload);
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }
}

/** Whether a form was made for this session. */
export function isOwnForm({ formToken }: Session, given: string | undefined): boolean {
  const [own, other] = [Buffer.from(formToken), Buffer.from(given ?? '')];
  return own.length === other.length && timingSafeEqual(own, other);
}
