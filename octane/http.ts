import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { got, RequestError, TimeoutError } from 'got';
import type { z } from 'zod';
import { classify, type Exchange, type Expected } from './answers.ts';
import type { ChangedOrdersQuery } from './changed-orders.ts';
import type { Circuit } from './circuit.ts';
import { OctaneError } from './errors.ts';
import { lenient, type Lenient } from './lenient.ts';
import { fillPath, OPERATIONS, type Operation, type OperationName } from './operations.ts';
import { Pace } from './pace.ts';
import { redact } from './redaction.ts';
import { notSent } from './request.ts';

export interface OctaneSettings {
  /** Without a trailing slash, such as `https://benzine.telcoinabox.com/tiab/api` (documented, the test environment). */
  baseUrl: string;
  username: string;
  password: string;
  /** Paths that replace those of the table of operations. */
  paths: Partial<Record<OperationName, string>>;
  /** In place of {@link CHANGED_ORDERS_QUERY}. */
  changedOrdersQuery?: ChangedOrdersQuery;
  /** Milliseconds to find and connect to the host. */
  connectTimeout: number;
  /** What all calls of this client keep to together, in any ten seconds. */
  requestsPerSecond: number;
  /** Milliseconds for the whole call, from when it queues for its turn; shorter than the activities' start-to-close timeout. */
  responseTimeout: number;
  /** Answers longer than this many bytes are not read to their end. */
  maxAnswerBytes: number;
}

export interface Call {
  parameters?: Record<string, string | number>;
  /** What is undefined is left out. */
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  signal?: AbortSignal | undefined;
}

/** Something in an answer that contradicts the documentation, without any of the answer's values. */
export interface Deviation {
  operation: OperationName;
  /** Where, with `[]` for any index: `service.instance[].status`. */
  path: string;
  problem: string;
}

/** One way to call Octane: Basic auth, timeouts, no retries (Temporal retries), no redirects, a cap on the answer's size. */
export class OctaneHttp {
  readonly #settings: OctaneSettings;
  readonly #onDeviation: (deviation: Deviation) => void;
  readonly #circuit: Circuit;
  readonly #reported = new Set<string>();
  readonly #pace: Pace;
  readonly #keepAlive = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };

  constructor(settings: OctaneSettings, onDeviation: (deviation: Deviation) => void, circuit: Circuit) {
    this.#settings = settings;
    this.#onDeviation = onDeviation;
    this.#circuit = circuit;
    this.#pace = new Pace(settings.requestsPerSecond);
  }

  /**
   * Calls an operation and reads its answer leniently by the schema of the documented answer. What contradicts the
   * schema is reported once per place.
   *
   * @throws OctaneError when the call did not do what was asked.
   */
  async read<Schema extends z.ZodType>(
    name: OperationName,
    answer: Schema,
    call: Call,
    expected: Expected = OPERATIONS[name].effect === 'reads' ? 'json' : 'confirmation',
  ): Promise<Lenient<z.output<Schema>>> {
    return this.#understood(name, answer, await this.send(name, call, expected));
  }

  /**
   * As {@link OctaneHttp.read}, for a list whose form is not documented: bare, or in an envelope as `field` or as
   * `response`, where a qualification has its content (documented). Anything else fails, so that it never passes for an
   * empty list.
   */
  async readList<Element extends z.ZodType>(
    name: OperationName,
    list: z.ZodArray<Element>,
    call: Call,
    field: string,
  ): Promise<Lenient<z.output<Element>>[]> {
    const json = await this.send(name, call, 'json');
    return this.#understood(name, list, listIn(json, field) ?? json);
  }

  #understood<Schema extends z.ZodType>(name: OperationName, answer: Schema, json: unknown): Lenient<z.output<Schema>> {
    const documented = answer.safeParse(json);
    for (const issue of documented.error?.issues ?? []) this.#report(name, issue);
    const read = lenient(answer).safeParse(json);
    if (read.success) return read.data;
    throw new OctaneError(`Octane's ${name} answered JSON of another shape than expected.`, {
      type: 'OctaneUnexpectedAnswer',
      operation: name,
      outcome: 'unknown',
      retryable: true,
    });
  }

  /**
   * Calls an operation and answers with the parsed JSON, unread.
   *
   * @throws OctaneError when the call did not do what was asked.
   */
  async send(name: OperationName, call: Call, expected: Expected): Promise<unknown> {
    const astray = Object.entries(call.parameters ?? {})
      .filter(([, value]) => LEADS_ASTRAY.test(String(value)))
      .map(([parameter]) => `${parameter}: must not be empty or dots`);
    if (astray.length > 0) throw notSent(name, astray);
    await this.#circuit.assertClosed(name);
    const timeout = await this.#turn(name);
    // Once more: all of Octane may have gone away while this call was waiting.
    return this.#circuit.run(name, () => this.#sendNow(name, call, expected, timeout));
  }

  /** As {@link OctaneHttp.send}, also while all of Octane is away: for finding out whether it still is. */
  async sendAnyway(name: OperationName, call: Call, expected: Expected): Promise<unknown> {
    return this.#sendNow(name, call, expected, await this.#turn(name));
  }

  /**
   * Waits until one more call may be sent.
   *
   * @returns milliseconds that are left for the call: its limit includes the wait, so that whoever reckons with when it is over at
   * the latest need not know of turns.
   */
  async #turn(name: OperationName): Promise<number> {
    const { responseTimeout } = this.#settings;
    const asked = performance.now();
    const hasTurn = await this.#pace.turn(responseTimeout / 2);
    const left = responseTimeout - (performance.now() - asked);
    if (!hasTurn || left < responseTimeout / 4) throw turnTooLate(name);
    return left;
  }

  async #sendNow(name: OperationName, call: Call, expected: Expected, timeout: number): Promise<unknown> {
    const operation: Operation = OPERATIONS[name];
    call.signal?.throwIfAborted();
    const path = this.#settings.paths[name] ?? operation.path;
    const { exchange, retryAfter } = await this.#exchange(operation, path, call, timeout);
    const verdict = classify(exchange, expected);
    if (!verdict.failure) return exchange.kind === 'answer' ? exchange.json : undefined;
    throw new OctaneError(`Octane's ${name} ${verdict.sentence}${this.#quoted(verdict.words, call)}`, {
      type: verdict.failure,
      operation: name,
      outcome: verdict.outcome,
      retryable: verdict.retryable,
      httpStatus: exchange.kind === 'answer' ? exchange.httpStatus : undefined,
      retryAfter,
    });
  }

  /** Octane's words, short and without what they repeat of the request or of the credentials. */
  #quoted(words: string | undefined, { query, body }: Call): string {
    if (words === undefined) return '';
    const { username, password } = this.#settings;
    const authorization = Buffer.from(`${username}:${password}`).toString('base64');
    const quotable = redact(words.slice(0, 10_000), [query, body, { username, password: [password, authorization] }]);
    return ` It says: ${quotable.replace(/[\s\p{Cc}]+/gu, ' ').slice(0, 300)}`;
  }

  /** Closes the idle connections. */
  close(): void {
    this.#keepAlive.http.destroy();
    this.#keepAlive.https.destroy();
  }

  async #exchange(
    operation: Operation,
    path: string,
    { parameters = {}, query, body, signal }: Call,
    timeout: number,
  ): Promise<{ exchange: Exchange; retryAfter?: number | undefined }> {
    const { baseUrl, username, password, connectTimeout, maxAnswerBytes } = this.#settings;
    const tooLarge = new AbortController();
    const request = got(baseUrl + fillPath(path, parameters), {
      method: operation.method,
      username,
      password,
      headers: { accept: 'application/json', 'user-agent': 'nbn-orders' },
      ...(query && { searchParams: query }),
      ...(body !== undefined && { json: body }),
      // A kept connection that the other side has just closed breaks like a lost answer. Only a repeatable call may risk that.
      agent: operation.effect === 'reads' ? this.#keepAlive : ONE_CONNECTION_PER_CALL,
      timeout: {
        lookup: connectTimeout,
        connect: connectTimeout,
        secureConnect: connectTimeout,
        request: timeout,
      },
      retry: { limit: 0 },
      followRedirect: false,
      throwHttpErrors: false,
      // Undecoded, so that the cap on bytes is a cap on memory.
      decompress: false,
      responseType: 'buffer',
      signal: signal ? AbortSignal.any([signal, tooLarge.signal]) : tooLarge.signal,
    });
    void request.on('downloadProgress', ({ transferred }) => {
      if (transferred > maxAnswerBytes) tooLarge.abort();
    });
    try {
      const response = await request;
      const text = textOf(response.rawBody);
      return {
        exchange: {
          kind: 'answer',
          httpStatus: response.statusCode,
          contentType: response.headers['content-type'] ?? '',
          text,
          json: jsonOf(text),
        },
        retryAfter: retryAfterOf(response.headers['retry-after']),
      };
    } catch (error) {
      signal?.throwIfAborted();
      if (tooLarge.signal.aborted) return { exchange: { kind: 'tooLarge', limit: maxAnswerBytes } };
      if (!(error instanceof RequestError)) throw error;
      return { exchange: { kind: 'noAnswer', code: error.code, neverSent: neverSent(error) } };
    }
  }

  #report(operation: OperationName, { path, message }: z.core.$ZodIssue): void {
    const place = path.map((step) => (typeof step === 'number' ? '[]' : `.${String(step)}`)).join('');
    const deviation = { operation, path: place.replace(/^\./, ''), problem: message };
    const key = `${operation} ${deviation.path} ${message}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    this.#onDeviation(deviation);
  }
}

/** Octane said nothing: it is no sign of an outage, and no order can exist. */
function turnTooLate(operation: OperationName): OctaneError {
  return new OctaneError(
    `Octane's ${operation} was not sent: too many calls were before it in this worker. OCTANE_REQUESTS_PER_SECOND is their limit.`,
    { type: 'OctaneUnavailable', operation, outcome: 'refused', retryable: true, heldBack: true },
  );
}

/** The list that the answer is, or that stands in it as `field`, `response` or `response.field`. */
function listIn(json: unknown, field: string): unknown[] | undefined {
  const response = fieldOf(json, 'response');
  const places = [json, fieldOf(json, field), response, fieldOf(response, field)];
  return places.find((place): place is unknown[] => Array.isArray(place));
}

function fieldOf(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[name] : undefined;
}

/** Parameters that would call another path than the one meant. */
const LEADS_ASTRAY = /^\.{0,2}$/;

/** Node's default agent keeps connections. */
const ONE_CONNECTION_PER_CALL = { http: false, https: false } as const;

const NEVER_SENT_CODES = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'];

/** True when the error arose before a byte of the request could reach Octane. */
function neverSent(error: RequestError): boolean {
  if (error instanceof TimeoutError) return ['lookup', 'connect', 'secureConnect'].includes(error.event);
  return NEVER_SENT_CODES.includes(error.code) || /CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO_VERIFY/.test(error.code);
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function jsonOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

const LONGEST_RETRY_AFTER = 24 * 60 * 60 * 1000;

/** Milliseconds from a `Retry-After` header: seconds, or an HTTP date. No more than a day. */
function retryAfterOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return milliseconds > 0 ? Math.min(milliseconds, LONGEST_RETRY_AFTER) : undefined;
}
