import { once } from 'node:events';
import { got, RequestError, type PlainResponse } from 'got';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { Webhook } from 'standardwebhooks';
import { retryAfterOf } from '../octane/retry-after.ts';
import { webhookSecretsIn } from './webhook-secrets.ts';

/** Milliseconds in which a receiver has to answer. */
const ANSWER_WITHIN = 15_000;
/** Plain HTTP is for addresses that are allowed by name. */
const EVERY_ADDRESS = ['0.0.0.0/0', '::/0'];

export interface WebhookToSend {
  id: string;
  body: string;
  url: string;
  secretFile: string;
  signal: AbortSignal;
}

/** How a receiver took it. Only the first is a delivery. */
export type WebhookAnswer =
  | { is: 'taken' }
  | { is: 'refused'; httpStatus: number; retryAfter: number | undefined }
  | { is: 'noAnswer'; why: string };

export interface Webhooks {
  /** Signs and sends one. @throws Error when the secrets cannot be read. */
  send: (webhook: WebhookToSend) => Promise<WebhookAnswer>;
}

/**
 * Standard Webhooks over HTTPS.
 *
 * @param allowedAddresses - IP addresses, or networks such as `10.0.0.0/8`, that may be private or take plain HTTP. All other private,
 * loopback and link-local addresses are refused when the connection is made, whatever a name has resolved to before.
 */
export function standardWebhooks(allowedAddresses: readonly string[]): Webhooks {
  const allowed = { allowIPAddressList: [...allowedAddresses] };
  const agent = {
    http: new RequestFilteringHttpAgent({ ...allowed, denyIPAddressList: EVERY_ADDRESS }),
    https: new RequestFilteringHttpsAgent(allowed),
  };
  return {
    send: async ({ id, body, url, secretFile, signal }) => {
      const now = new Date();
      // All of them sign, so that a receiver may know the old one or the new one while a secret is changed.
      const signatures = webhookSecretsIn(secretFile).map((secret) => new Webhook(secret).sign(id, now, body));
      const request = got.stream.post(url, {
        body,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'nbn-orders',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
          'webhook-signature': signatures.join(' '),
        },
        agent,
        signal,
        timeout: { request: ANSWER_WITHIN },
        retry: { limit: 0 },
        followRedirect: false,
        throwHttpErrors: false,
      });
      // Once its answer is known, nothing else that happens to it counts.
      request.on('error', () => undefined);
      try {
        const [response] = (await once(request, 'response')) as [PlainResponse];
        const { statusCode, headers } = response;
        if (statusCode >= 200 && statusCode < 300) return { is: 'taken' };
        return { is: 'refused', httpStatus: statusCode, retryAfter: retryAfterOf(headers['retry-after']) };
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof RequestError)) throw error;
        return { is: 'noAnswer', why: reasonOf(error) };
      } finally {
        request.destroy();
      }
    },
  };
}

/** The address stays out of it: a URL may hold a secret. */
function reasonOf({ code, message }: RequestError): string {
  return message.includes('is not allowed')
    ? 'its address is private, and NBN_CONFIG events.allowedAddresses has it not'
    : code;
}
