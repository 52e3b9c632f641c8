/** A write that the client made, and what it was answered; null: nothing came back. */
export interface SentWrite {
  readonly key: string;
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: unknown;
  /** What it means for the client's own books, once it is done. */
  readonly entry: Entry;
  answer: { readonly status: number; readonly text: string } | null;
}

/** What a write adds to the client's books. */
export type Entry =
  | { readonly kind: 'order' }
  | { readonly kind: 'adjust'; readonly source: string; readonly units: number }
  | { readonly kind: 'command' };

/** What any client does: sends with a key, and sends again with the same key until it is answered. */
export class Client {
  readonly sent: SentWrite[] = [];
  #url = '';
  #keys = 0;

  constructor(readonly name: string) {}

  /** Where the service answers from now on. */
  connect(url: string): void {
    this.#url = url;
  }

  /** Sends something new. */
  async write(method: 'POST' | 'PUT', path: string, body: unknown, entry: Entry): Promise<SentWrite> {
    this.#keys += 1;
    const write: SentWrite = { key: `${this.name}-${this.#keys}`, method, path, body, entry, answer: null };
    this.sent.push(write);
    write.answer = await this.ask(write);
    return write;
  }

  /** Sends a write as it was sent before. @returns null where nothing comes back */
  async ask({ key, method, path, body }: SentWrite): Promise<SentWrite['answer']> {
    try {
      const response = await fetch(this.#url + path, {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        signal: AbortSignal.timeout(60_000),
      });
      return { status: response.status, text: await response.text() };
    } catch {
      return null;
    }
  }

  /** Reads. @throws Error where there is no answer, or no success */
  async read<Body>(path: string): Promise<Body> {
    const response = await fetch(this.#url + path);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Body;
  }
}
