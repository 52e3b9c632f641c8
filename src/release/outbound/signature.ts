import { createHmac, timingSafeEqual } from 'node:crypto';

const digest = (secret: string, seconds: number, body: string) =>
  createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');

/**
 * The header that proves who sent a body, and when: `t=<seconds>,v1=<hex>`, the HMAC-SHA256 of
 * `<seconds>.<body>`.
 *
 * @param now ISO 8601
 */
export function signatureOf(secret: string, body: string, now: string): string {
  const seconds = Math.floor(Date.parse(now) / 1000);
  return `t=${seconds},v1=${digest(secret, seconds, body)}`;
}

/**
 * Whether a header was made with the secret for that body, not longer ago (or ahead) than the tolerance. For
 * whoever receives our calls.
 *
 * @param now ISO 8601
 */
export function isSignedBy(
  secret: string,
  body: string,
  header: string,
  now: string,
  toleranceSeconds = 300,
): boolean {
  const [, time, given] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (time === undefined || given === undefined) return false;
  const seconds = Number(time);
  if (Math.abs(Date.parse(now) / 1000 - seconds) > toleranceSeconds) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(digest(secret, seconds, body)));
}
