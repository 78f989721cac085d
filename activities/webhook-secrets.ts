import { readFileSync } from 'node:fs';

/** Secrets of a receiver at a time: the one in use, and those that it changes from and to. */
const MOST_SECRETS = 5;
/** Standard Webhooks: `whsec_` and the Base64 of 24 to 64 random bytes. */
const PREFIX = 'whsec_';
const BYTES = { min: 24, max: 64 };

/**
 * The secrets in a file, one in each line. It is read for every webhook, so that a secret can be changed without a restart.
 *
 * @throws Error that says what is wrong with the file, and holds nothing of what is in it.
 */
export function webhookSecretsIn(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`, { cause: error });
  }
  const secrets = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (secrets.length === 0) throw new Error(`${file} has no secret`);
  if (secrets.length > MOST_SECRETS) throw new Error(`${file} has more than ${MOST_SECRETS} secrets`);
  const wrong = secrets.findIndex((secret) => !isSecret(secret));
  if (wrong >= 0) {
    throw new Error(
      `secret ${wrong + 1} in ${file} is not ${PREFIX} and the Base64 of ${BYTES.min} to ${BYTES.max} bytes`,
    );
  }
  return secrets;
}

function isSecret(secret: string): boolean {
  if (!secret.startsWith(PREFIX)) return false;
  const encoded = secret.slice(PREFIX.length);
  const { length } = Buffer.from(encoded, 'base64');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(encoded) && length >= BYTES.min && length <= BYTES.max;
}
