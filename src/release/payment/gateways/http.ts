import { z } from 'zod';
import { signedPost } from '../../outbound/signed-post.ts';
import {
  type AuthorizeOutcome,
  type PaymentGateway,
  PaymentUnknownError,
  type VoidOutcome,
} from '../gateway.ts';

/** Where a gateway of one's own listens. */
export interface HttpGatewayOptions {
  /** `/authorize` and `/void` are added to it. */
  readonly url: string;
  readonly secret: string;
  readonly timeoutMs: number;
  /** ISO 8601. */
  readonly now: () => string;
}

const refused = z.object({ outcome: z.literal('refused'), reason: z.string() });
const Authorized = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('authorized'), reference: z.string().min(1) }),
  refused,
]);
const Voided = z.discriminatedUnion('outcome', [z.object({ outcome: z.literal('voided') }), refused]);

async function call<Outcome>(
  { url, secret, timeoutMs, now }: HttpGatewayOptions,
  path: 'authorize' | 'void',
  request: { readonly idempotencyKey: string },
  schema: z.ZodType<Outcome>,
): Promise<Outcome> {
  const { idempotencyKey, ...rest } = request;
  const answer = await signedPost({
    url: `${url.replace(/\/$/, '')}/${path}`,
    secret,
    timeoutMs,
    now: now(),
    body: JSON.stringify(rest),
    headers: { 'idempotency-key': idempotencyKey },
  }).catch((cause: unknown) => {
    throw new PaymentUnknownError('the payment gateway did not answer', { cause });
  });
  if (answer.status !== 200) {
    throw new PaymentUnknownError(`the payment gateway answered ${answer.status}`);
  }
  try {
    return schema.parse(JSON.parse(answer.text));
  } catch (cause) {
    throw new PaymentUnknownError('the payment gateway answered what nobody understands', { cause });
  }
}

/**
 * A gateway behind two signed calls: `POST …/authorize` and `POST …/void`, with the `Idempotency-Key` that it
 * must honour. 200 with `{ outcome }` is an answer; everything else leaves the outcome unknown, and is asked
 * again with the same key.
 */
export function createHttpGateway(options: HttpGatewayOptions): PaymentGateway {
  return {
    name: 'http',
    authorize: (request): Promise<AuthorizeOutcome> => call(options, 'authorize', request, Authorized),
    void: (request): Promise<VoidOutcome> => call(options, 'void', request, Voided),
  };
}
