import { z } from 'zod';
import { ServiceError } from '../../../errors.ts';
import type { StoreReader } from '../../../release/ports/store.ts';
import { changesOf } from '../../../release/run/changes.ts';
import { releaseRun } from '../../../release/run/release-run.ts';
import { jsonResponse } from '../../schemas/responses.ts';
import { RunChangePage, RunItemPage, RunList, RunRequest, RunView } from '../../schemas/runs.ts';
import { answer, siteOf, writeOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import {
  after,
  limit,
  numberInQuery,
  page,
  readProblems,
  type SitePorts,
  writeProblems,
} from './route-parts.ts';

const RunParams = z.strictObject({
  runId: z.string().min(1).max(200).meta({ description: 'Id of the run.' }),
});
const ItemPage = z.strictObject({ after: after(numberInQuery(0)), limit });

/** @throws ServiceError NOT_FOUND */
async function runOf(reader: StoreReader, runId: string) {
  const run = await reader.run(runId);
  if (run === null) throw new ServiceError('NOT_FOUND', `there is no run ${runId}`);
  return run;
}

function startRoute(app: ZodApp, { release, state }: SitePorts): void {
  app.route({
    method: 'POST',
    url: '/v1/release-runs',
    config: { mayOmitBody: true },
    schema: {
      operationId: 'startRun',
      tags: ['runs'],
      summary: 'Try the backlog, or a part of it, in queue order',
      description:
        'Answers when the run has ended, or with `status` `RUNNING` where this process is told to stop before: the run ' +
        'then goes on elsewhere, or here after the next start. A dry run changes nothing, and decides each shipment on ' +
        'what the plans before it would leave. A repeated `Idempotency-Key` is answered at once, with the first run as ' +
        'it is by then.',
      body: RunRequest,
      response: {
        201: jsonResponse('The run as it ended, or as it is', RunView),
        ...writeProblems('RELEASES_PAUSED'),
      },
    },
    handler: async (request, reply) => {
      const asked = { trigger: 'manual', ...request.body } as const;
      const run = await releaseRun(release, writeOf(request), asked, () => state.stopped.aborted);
      return answer(reply, { status: 201, body: run });
    },
  });
}

/** `/v1/release-runs`: a run over the backlog, its record, and the reason for each shipment. */
export function releaseRunRoutes(app: ZodApp, ports: SitePorts): void {
  const { release } = ports;
  startRoute(app, ports);
  app.route({
    method: 'GET',
    url: '/v1/release-runs',
    schema: {
      operationId: 'listRuns',
      tags: ['runs'],
      summary: 'List the last runs',
      description: 'The last runs of the site, newest first, as many as `limit`.',
      querystring: z.strictObject({ limit }),
      response: {
        200: jsonResponse('The runs', RunList),
        ...readProblems(),
      },
    },
    handler: async (request, reply) => {
      const items = await release.store.reader(siteOf(request)).runs(request.query.limit);
      return answer(reply, { status: 200, body: { items } });
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/release-runs/:runId',
    schema: {
      operationId: 'readRun',
      tags: ['runs'],
      summary: 'Read one run',
      description: 'One run: how far it is or how it ended, and the settings that it used.',
      params: RunParams,
      response: { 200: jsonResponse('The run', RunView), ...readProblems('NOT_FOUND') },
    },
    handler: async (request, reply) => {
      const reader = release.store.reader(siteOf(request));
      return answer(reply, { status: 200, body: await runOf(reader, request.params.runId) });
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/release-runs/:runId/items',
    schema: {
      operationId: 'readRunItems',
      tags: ['runs'],
      summary: 'Read what came of each shipment in a run',
      description: 'Every shipment that the run tried, in its order, with what came of it and why.',
      params: RunParams,
      querystring: ItemPage,
      response: {
        200: jsonResponse('A page of what came of them', RunItemPage),
        ...readProblems('NOT_FOUND'),
      },
    },
    handler: async (request, reply) => {
      const { after: start = 0, limit: size } = request.query;
      const reader = release.store.reader(siteOf(request));
      const { runId } = await runOf(reader, request.params.runId);
      const rows = await reader.runItems(runId, start, size + 1);
      return answer(reply, { status: 200, body: page(rows, size, (last) => last.sequence) });
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/release-runs/:runId/diff',
    schema: {
      operationId: 'readRunDiff',
      tags: ['runs'],
      summary: 'Read what a run changed',
      description:
        'The shipments that the run released, or that a dry run would release, and the stock that they take. A page may be ' +
        'shorter than `limit`, or empty, and still have a `next`: those that were held are passed over.',
      params: RunParams,
      querystring: ItemPage,
      response: {
        200: jsonResponse('A page of changes', RunChangePage),
        ...readProblems('NOT_FOUND'),
      },
    },
    handler: async (request, reply) => {
      const { after: start = 0, limit: size } = request.query;
      const reader = release.store.reader(siteOf(request));
      const { runId } = await runOf(reader, request.params.runId);
      const { items, next } = page(
        await reader.runItems(runId, start, size + 1),
        size,
        (last) => last.sequence,
      );
      return answer(reply, { status: 200, body: { items: changesOf(items), next } });
    },
  });
}
