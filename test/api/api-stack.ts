import type { PayloadCodec } from '@temporalio/common';
import { pino } from 'pino';
import { ApiKeys, newApiKey, type ApiKeyEntry } from '../../api/authentication/api-keys.ts';
import { Tokens, type TokenSettings } from '../../api/authentication/tokens.ts';
import type { AuditEntry } from '../../api/audit-log.ts';
import { ROLES, type Role } from '../../api/roles.ts';
import { createApi } from '../../api/server.ts';
import { EncryptionCodec } from '../../temporal/encryption/codec.ts';
import type { NbnOrders } from '../../client/index.ts';
import { assertDocumented, type Answer } from './answers.ts';

/** How a test asks: as JSON, unless it gives the text itself. */
export interface Asked {
  /** A key, or a token; default: the administrator's key. */
  as?: string | undefined;
  body?: unknown;
  text?: string;
  headers?: Record<string, string>;
}

/** The API over real HTTP; every answer is held to openapi.json. */
export interface TestedApi {
  url: string;
  /** A key of each role. */
  keys: Record<Role, string>;
  audited: AuditEntry[];
  ask: (method: string, path: string, asked?: Asked) => Promise<Answer>;
  close: () => Promise<void>;
}

export interface TestedApiOptions {
  tokens?: TokenSettings;
  /** Besides those of the roles. */
  entries?: ApiKeyEntry[];
  requestsPerSecond?: number;
  webUiUrl?: string;
  /** Default: one without keys. */
  codec?: PayloadCodec;
}

const LATER = '2099-01-01T00:00:00Z';

export async function startTestedApi(
  orders: NbnOrders,
  {
    tokens,
    entries = [],
    requestsPerSecond = 10_000,
    webUiUrl,
    codec = new EncryptionCodec(undefined),
  }: TestedApiOptions = {},
): Promise<TestedApi> {
  const made = ROLES.map((role) => ({ role, ...newApiKey(`the-${role}`, [role], LATER) }));
  const keys = Object.fromEntries(made.map(({ role, key }) => [role, key])) as Record<Role, string>;
  const audited: AuditEntry[] = [];
  const server = await createApi({
    orders,
    logins: {
      keys: new ApiKeys([...made.map(({ entry }) => entry), ...entries]),
      tokens: tokens && new Tokens(tokens),
    },
    audit: (entry) => audited.push(entry),
    requestsPerSecond,
    webUiUrl,
    codec,
    logger: pino({ enabled: false }),
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    keys,
    audited,
    ask: async (method, path, { as = keys.administrator, body, text, headers } = {}) => {
      const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
      const response = await fetch(url + path, {
        method,
        headers: {
          ...(as !== '' && { authorization: `Bearer ${as}` }),
          ...(sent !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(sent !== undefined && { body: sent }),
      });
      const answer: Answer = {
        status: response.status,
        headers: response.headers,
        body: JSON.parse(await response.text()) as Answer['body'],
      };
      assertDocumented(method, path, answer);
      return answer;
    },
    close: () => server.close(),
  };
}
