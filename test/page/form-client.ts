/** A browser without a screen: it keeps its cookie, and sends forms. */
export class FormClient {
  readonly #url: string;
  #cookie = '';

  constructor(url: string) {
    this.#url = url;
  }

  get(path: string): Promise<Shown> {
    return this.#send(path, {});
  }

  post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Shown> {
    return this.#send(path, { method: 'POST', body: new URLSearchParams(fields), headers });
  }

  async logIn(key: string): Promise<Shown> {
    return this.post('/login', { key });
  }

  /** Of the page's forms. */
  async formToken(): Promise<string> {
    return /name="formToken" value="([^"]+)"/.exec((await this.get('/')).html)?.[1] ?? '';
  }

  async #send(path: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> }): Promise<Shown> {
    const answer = await fetch(this.#url + path, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, ...(this.#cookie && { cookie: this.#cookie }) },
    });
    const [set] = answer.headers.getSetCookie();
    if (set !== undefined) this.#cookie = set.split(';')[0] ?? '';
    return {
      status: answer.status,
      location: answer.headers.get('location') ?? undefined,
      cookie: set,
      headers: answer.headers,
      html: await answer.text(),
    };
  }
}

export interface Shown {
  status: number;
  location: string | undefined;
  cookie: string | undefined;
  headers: Headers;
  html: string;
}
