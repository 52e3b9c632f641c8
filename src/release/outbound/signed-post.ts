import { signatureOf } from './signature.ts';

/** What was answered, as far as it was read. */
export interface PostAnswer {
  readonly status: number;
  readonly text: string;
}

/** A signed call. */
export interface SignedPost {
  readonly url: string;
  readonly secret: string;
  readonly body: string;
  /** ISO 8601. */
  readonly now: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** Most bytes of an answer that are read; the rest is not waited for. */
const MOST_BYTES = 65_536;

/** The beginning of an answer as text. The connection of one that is longer is given up. */
async function beginningOf({ body }: Response): Promise<string> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = '';
  let left = MOST_BYTES;
  while (left > 0) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value.subarray(0, left), { stream: true });
    left -= value.byteLength;
  }
  await reader.cancel();
  return text;
}

/**
 * Posts JSON with an `X-Signature`. Redirects are not followed: a signature is meant for one address.
 *
 * @throws Error when there was no answer in time
 */
export async function signedPost(call: SignedPost): Promise<PostAnswer> {
  const { url, secret, body, now, headers = {}, timeoutMs } = call;
  const response = await fetch(url, {
    method: 'POST',
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      'content-type': 'application/json',
      'x-signature': signatureOf(secret, body, now),
      ...headers,
    },
  });
  return { status: response.status, text: await beginningOf(response) };
}
