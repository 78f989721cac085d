import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { encryptionKeysFile } from '../temporal/encryption/keys-setting.ts';
import type { TokenSettings } from './authentication/tokens.ts';

/** Everything that the API can be told, read once at its start; docs/api.md has the same table. */
export interface ApiConfiguration {
  host: string;
  port: number;
  /** The file with the API keys' hashes. Without it, and without tokens, a key is made at the start. */
  keysFile?: string | undefined;
  /** Default: no tokens are accepted. */
  tokens?: TokenSettings | undefined;
  /** Of each caller. */
  requestsPerSecond: number;
  /** Where the audit log is appended; default: standard output. */
  auditLogFile?: string | undefined;
  /** Proxies whose X-Forwarded-For says where a request comes from. */
  trustedProxies: string[];
  /** What the page's sessions are encrypted with: 32 bytes; default: random at each start. */
  sessionSecret?: Uint8Array | undefined;
  /** Of Temporal's Web UI with the namespace, for links; default: none. */
  webUiUrl?: string | undefined;
  /** The file with the keys that the workers encrypt with; default: nothing is encrypted. */
  encryptionKeys?: string | undefined;
  logLevel: (typeof LOG_LEVELS)[number];
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|::1)$/;

const environmentSchema = z.object({
  NBN_API_ADDRESS: z
    .string()
    .regex(/^(\[[0-9a-fA-F:]+\]|[^\s:]+):\d{1,5}$/, 'must be host:port, such as 0.0.0.0:8580')
    .default('127.0.0.1:8580'),
  NBN_API_KEYS: z.string().optional(),
  NBN_API_JWT_ISSUER: z.string().optional(),
  NBN_API_JWT_AUDIENCE: z.string().optional(),
  NBN_API_JWT_JWKS_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  NBN_API_JWT_ROLES_CLAIM: z.string().default('roles'),
  NBN_API_REQUESTS_PER_SECOND: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .positive('must be more than 0')
    .default(100),
  NBN_API_AUDIT_LOG: z.string().optional(),
  NBN_API_TRUSTED_PROXIES: z.string().optional(),
  NBN_API_SESSION_SECRET_FILE: z.string().transform(secretIn).optional(),
  NBN_WEB_UI_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  NBN_ENCRYPTION_KEYS: encryptionKeysFile.optional(),
  NBN_LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
});

/** Any file of 32 random bytes or more, as `openssl rand -base64 48` makes one. */
function secretIn(file: string, context: z.RefinementCtx): Uint8Array {
  try {
    const content = readFileSync(file);
    if (content.length >= 32) return createHash('sha256').update(content).digest();
    context.addIssue('must name a file of 32 bytes or more');
  } catch {
    context.addIssue('must name a file that can be read');
  }
  return z.NEVER;
}

const TOKEN_SETTINGS = ['NBN_API_JWT_ISSUER', 'NBN_API_JWT_AUDIENCE', 'NBN_API_JWT_JWKS_URL'] as const;

/** What is wrong with the settings together. */
function problemsBetween(given: Partial<Record<string, string>>): string[] {
  const missing = TOKEN_SETTINGS.filter((name) => given[name] === undefined);
  const isPartial = missing.length > 0 && missing.length < TOKEN_SETTINGS.length;
  const hasLogins = given['NBN_API_KEYS'] !== undefined || missing.length === 0;
  const address = given['NBN_API_ADDRESS'];
  const isOpen = address !== undefined && !LOOPBACK.test(hostAndPort(address).host);
  return [
    ...(isPartial ? missing.map((name) => `${name}: is required beside the other NBN_API_JWT settings`) : []),
    ...(isOpen && !hasLogins
      ? ['NBN_API_ADDRESS: may be other than 127.0.0.1 only with NBN_API_KEYS or NBN_API_JWT_ISSUER']
      : []),
  ];
}

/** @throws Error with every wrong setting. */
export function readApiConfiguration(environment: NodeJS.ProcessEnv): ApiConfiguration {
  // An empty variable is what compose files and CI systems make of one that is not set.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const { data, error } = environmentSchema.safeParse(given);
  const wrong = error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
  const problems = [...wrong, ...problemsBetween(given)];
  if (!data || problems.length > 0) {
    const lines = problems.map((problem) => `  ${problem}\n`).join('');
    throw new Error(`The API's configuration is wrong:\n${lines}See the table in docs/api.md.`);
  }
  const { NBN_API_JWT_ISSUER: issuer, NBN_API_JWT_AUDIENCE: audience, NBN_API_JWT_JWKS_URL: jwksUrl } = data;
  return {
    ...hostAndPort(data.NBN_API_ADDRESS),
    keysFile: data.NBN_API_KEYS,
    ...(issuer !== undefined &&
      audience !== undefined &&
      jwksUrl !== undefined && { tokens: { issuer, audience, jwksUrl, rolesClaim: data.NBN_API_JWT_ROLES_CLAIM } }),
    requestsPerSecond: data.NBN_API_REQUESTS_PER_SECOND,
    auditLogFile: data.NBN_API_AUDIT_LOG,
    trustedProxies: data.NBN_API_TRUSTED_PROXIES?.split(',').map((address) => address.trim()) ?? [],
    sessionSecret: data.NBN_API_SESSION_SECRET_FILE,
    webUiUrl: data.NBN_WEB_UI_URL?.replace(/\/$/, ''),
    encryptionKeys: data.NBN_ENCRYPTION_KEYS,
    logLevel: data.NBN_LOG_LEVEL,
  };
}

function hostAndPort(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) };
}
