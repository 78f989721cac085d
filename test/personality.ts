import { readFileSync } from 'node:fs';
import { ENQUIRY_STATUSES, ORDER_STATUSES } from '../sandbox/personalities/variant/words.ts';
import { PERSONALITY_NAMES, type PersonalityName } from '../sandbox/personalities/personalities.ts';

type Statuses = Readonly<Record<string, string>>;

const WORDS: Readonly<Record<PersonalityName, { order: Statuses; enquiry: Statuses }>> = {
  standard: { order: {}, enquiry: {} },
  variant: { order: ORDER_STATUSES, enquiry: ENQUIRY_STATUSES },
};

type Config = Readonly<Record<string, unknown>>;

/** What `NBN_CONFIG` names, for nbn-orders to understand the personality. */
const CONFIGS: Readonly<Record<PersonalityName, URL | undefined>> = {
  standard: undefined,
  variant: new URL('../sandbox/personalities/variant/config.json', import.meta.url),
};

/** How the sandbox of a test speaks: `SANDBOX_PERSONALITY`, or as `octane/` expects. */
export function testedPersonality(): PersonalityName {
  const name = process.env['SANDBOX_PERSONALITY'] ?? 'standard';
  const known = PERSONALITY_NAMES.find((candidate) => candidate === name);
  if (!known) throw new Error(`SANDBOX_PERSONALITY must be one of ${PERSONALITY_NAMES.join(', ')}`);
  return known;
}

/** What the tested personality says for a status of an order. */
export function said(status: string): string {
  return WORDS[testedPersonality()].order[status] ?? status;
}

/** What the tested personality says for a status of an enquiry. */
export function saidOfEnquiry(status: string): string {
  return WORDS[testedPersonality()].enquiry[status] ?? status;
}

/** The configuration with which the personality is understood, and more. */
export function configFor(personality: PersonalityName, more: Config = {}): Config {
  const file = CONFIGS[personality];
  if (!file) return more;
  const own = JSON.parse(readFileSync(file, 'utf8')) as Config;
  const { paths, operations, statuses, ...rest } = more;
  // A path may be said once: here it is said with the rest of its operation.
  const pathsOf = Object.entries(objectIn(paths)).map(([name, path]) => [name, { path }] as const);
  const changed = { ...objectIn(operations), ...Object.fromEntries(pathsOf) };
  const all = Object.entries(changed).map(([name, settings]) => [
    name,
    { ...objectIn(objectIn(own['operations'])[name]), ...objectIn(settings) },
  ]);
  return {
    ...own,
    ...rest,
    operations: { ...objectIn(own['operations']), ...(Object.fromEntries(all) as Config) },
    statuses: [...listIn(statuses), ...listIn(own['statuses'])],
  };
}

function objectIn(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listIn(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
