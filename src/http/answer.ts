import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { ServiceError } from '../errors.ts';
import { piecesOf } from './json-body.ts';
import type { Answered, AppPorts, Asked } from './ports.ts';

const asItIs = (body: unknown): string => body as string;

/**
 * Hands the bytes of a request to a port and its answer, which is JSON already, to the caller; notes its facts for
 * the log.
 */
export async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  { now }: AppPorts,
  ask: (asked: Asked) => Promise<Answered> | Answered,
): Promise<FastifyReply> {
  const { facts, body } = await ask({ body: piecesOf(request), now: now() });
  request.facts = facts;
  return reply
    .header('content-type', 'application/json; charset=utf-8')
    .serializer(asItIs)
    .send(typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength));
}

/** Refuses what is to be solved until the solvers have passed their check. */
export const refuseWhileStarting =
  ({ state }: AppPorts): onRequestHookHandler =>
  (_request, _reply, done) => {
    const detail = 'the solvers have not passed their check yet';
    done(state.phase === 'starting' ? new ServiceError('NOT_READY', detail) : undefined);
  };
