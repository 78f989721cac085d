import { readFileSync } from 'node:fs';

/** What may also come from a file, as Kubernetes and Docker mount secrets: `OCTANE_PASSWORD_FILE` in place of `OCTANE_PASSWORD`. */
const SECRETS = ['OCTANE_USERNAME', 'OCTANE_PASSWORD'] as const;

/** The environment with the secrets that are in files, and what is wrong with those. */
export function withSecrets(environment: Readonly<Record<string, string | undefined>>): {
  environment: Record<string, string | undefined>;
  problems: string[];
} {
  const read: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of SECRETS) {
    const setting = `${name}_FILE`;
    const file = environment[setting];
    if (file === undefined) continue;
    if (environment[name] !== undefined) problems.push(`${setting}: is given beside ${name}; keep one of them`);
    try {
      // Editors end a file with a line end, which is no part of a password.
      read[name] = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      problems.push(`${setting}: ${file} cannot be read (${error instanceof Error ? error.message : 'unknown'})`);
    }
  }
  return { environment: { ...environment, ...read }, problems };
}
