import { readFileSync, statSync } from 'node:fs';

/** A key and the name by which a payload says that it was encrypted with it. */
export interface Key {
  id: string;
  /** 32 bytes. */
  secret: Buffer;
}

/** The file names no keys, or wrong ones. The message says which line, and holds nothing of a key. */
export class WrongKeys extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'WrongKeys';
  }
}

const LINE = /^([A-Za-z0-9._-]{1,64}):([A-Za-z0-9+/]{43}=)$/;
const SECRET_BYTES = 32;
const MOST_KEYS = 100;
/** Milliseconds between two looks at the file: so long after a change every process has the new keys. */
const LOOK_EVERY = 2_000;

/**
 * The keys of a file with one in each line, as `id:` and the Base64 of 32 random bytes. The first one encrypts, all decrypt. The file is read
 * again when it has changed, so that a key is changed without a restart.
 */
export class KeyRing {
  readonly file: string;
  #keys: readonly [Key, ...Key[]];
  #changed: number | undefined;
  #lookAt: number;

  /** @throws WrongKeys */
  constructor(file: string) {
    this.file = file;
    this.#changed = changedAt(file);
    this.#keys = keysIn(file);
    this.#lookAt = performance.now() + LOOK_EVERY;
  }

  /** What encrypts. */
  get current(): Key {
    if (performance.now() >= this.#lookAt) this.#look();
    return this.#keys[0];
  }

  /** undefined for a key that is not in the file. */
  find(id: string): Key | undefined {
    const known = () => this.#keys.find((key) => key.id === id);
    const found = known();
    // Another process may have read the changed file already.
    if (!found) this.#look();
    return found ?? known();
  }

  #look(): void {
    this.#lookAt = performance.now() + LOOK_EVERY;
    const changed = changedAt(this.file);
    if (changed === this.#changed) return;
    this.#changed = changed;
    try {
      this.#keys = keysIn(this.file);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      process.emitWarning(`${why}; the keys before it go on.`, { type: 'WrongKeys' });
    }
  }
}

function changedAt(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

function keysIn(file: string): [Key, ...Key[]] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new WrongKeys(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`, {
      cause: error,
    });
  }
  const lines = text
    .split(/\r?\n/)
    .map((line, index) => ({ number: index + 1, content: line.trim() }))
    .filter(({ content }) => content !== '');
  const keys = lines.map(({ number, content }) => {
    const [, id = '', encoded = ''] = LINE.exec(content) ?? [];
    const secret = Buffer.from(encoded, 'base64');
    if (secret.length !== SECRET_BYTES) {
      throw new WrongKeys(`line ${number} of ${file} is not an id, ":" and the Base64 of ${SECRET_BYTES} bytes`);
    }
    return { id, secret };
  });
  const [first, ...others] = keys;
  if (!first) throw new WrongKeys(`${file} has no key`);
  if (keys.length > MOST_KEYS) throw new WrongKeys(`${file} has more than ${MOST_KEYS} keys`);
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new WrongKeys(`${file} has two keys of one id`);
  return [first, ...others];
}
