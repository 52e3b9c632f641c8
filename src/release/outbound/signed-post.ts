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

/** Longest answer that is read, in characters. */
const MOST_TEXT = 100_000;

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
  const text = (await response.text()).slice(0, MOST_TEXT);
  return { status: response.status, text };
}
