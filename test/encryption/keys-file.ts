import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A line of a file with keys. */
export function newKey(id: string): string {
  return `${id}:${randomBytes(32).toString('base64')}`;
}

/** A file with keys, in a folder of its own, as `NBN_ENCRYPTION_KEYS` names one. */
export class KeysFile {
  readonly #folder = mkdtempSync(join(tmpdir(), 'nbn-orders-keys-'));
  readonly path = join(this.#folder, 'keys');
  #version = 0;

  constructor(...lines: string[]) {
    this.write(...lines);
  }

  write(...lines: string[]): void {
    writeFileSync(this.path, `${lines.join('\n')}\n`);
    // Two versions of the same instant would look like one.
    this.#version += 1;
    utimesSync(this.path, this.#version, this.#version);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
