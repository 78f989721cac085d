import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { dateTime } from '../../contract/shared-schemas.ts';
import { inWords, wrongFieldsIn } from '../../contract/validation.ts';
import { ROLES, type Caller, type Role } from '../roles.ts';
import { callerName } from './caller-name.ts';

/** Tells a key from a token, and a person what it is that was found somewhere. */
const PREFIX = 'nbn_';

const entry = z.strictObject({
  name: callerName,
  /** SHA-256 of the key, in hexadecimal. A key has 256 random bits, so nothing slower is needed. */
  hash: z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of the key, as 64 of 0-9 a-f'),
  roles: z.array(z.enum(ROLES)).min(1),
  expires: dateTime,
});
export type ApiKeyEntry = z.infer<typeof entry>;

const fileSchema = z.strictObject({ keys: z.array(entry) });

/** Milliseconds between two looks at the file: so long does a key work that was taken out of it. */
const LOOK_EVERY = 5_000;

/** Who has an API key. */
export class ApiKeys {
  #entries: ReadonlyMap<string, ApiKeyEntry>;

  constructor(entries: readonly ApiKeyEntry[]) {
    this.#entries = byHash(entries);
  }

  /**
   * The keys of a file, which may change.
   *
   * @param onFailure - Told when the changed file cannot be read; the keys before it go on.
   * @throws Error that names every wrong entry.
   */
  static fromFile(file: string, onFailure: (error: unknown) => void): ApiKeys {
    const keys = new ApiKeys(readEntries(file));
    let seen = changedAt(file);
    setInterval(() => {
      const changed = changedAt(file);
      if (changed === seen) return;
      seen = changed;
      try {
        keys.#entries = byHash(readEntries(file));
      } catch (error) {
        onFailure(error);
      }
    }, LOOK_EVERY).unref();
    return keys;
  }

  static isKey(credential: string): boolean {
    return credential.startsWith(PREFIX);
  }

  /** undefined for a key that is not known, or has expired. */
  callerWith(key: string, now = Date.now()): Caller | undefined {
    const found = this.#entries.get(hashOf(key));
    return found && Date.parse(found.expires) > now ? { name: found.name, roles: found.roles } : undefined;
  }
}

/** A new key, and what the file keeps of it. */
export function newApiKey(name: string, roles: Role[], expires: string): { key: string; entry: ApiKeyEntry } {
  const key = PREFIX + randomBytes(32).toString('base64url');
  return { key, entry: { name, hash: hashOf(key), roles, expires } };
}

/** @throws Error that names every wrong field. */
export function checkedEntry(given: unknown): ApiKeyEntry {
  return checked(entry, given, 'The key');
}

function readEntries(file: string): ApiKeyEntry[] {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} cannot be read as JSON (${error instanceof Error ? error.message : 'unknown'}).`);
  }
  return checked(fileSchema, json, file).keys;
}

function checked<T>(schema: z.ZodType<T>, given: unknown, what: string): T {
  const { data, success } = schema.safeParse(given);
  if (!success) throw new Error(`${what} is wrong: ${inWords(wrongFieldsIn(schema, given))}.`);
  return data;
}

/** undefined while there is no file. */
function changedAt(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

function byHash(entries: readonly ApiKeyEntry[]): ReadonlyMap<string, ApiKeyEntry> {
  return new Map(entries.map((found) => [found.hash, found]));
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
