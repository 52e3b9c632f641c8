import Fastify, { type FastifyInstance, LogController } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { ServiceError } from '../errors.ts';
import { answerProblem, answerProblems, connectionErrorHandler } from './error-handling.ts';
import { refuseIdleIfMatch } from './if-match.ts';
import { acceptJsonOnly } from './json-body.ts';
import { describeApi } from './openapi/document.ts';
import type { AppPorts } from './ports.ts';
import { echoRequestId, requestIdOf } from './request-id.ts';
import { logRequests } from './request-log.ts';
import { documentationRoutes } from './routes/documentation.ts';
import { errorRoutes } from './routes/errors.ts';
import { healthRoutes } from './routes/health.ts';
import { optimizeRoutes } from './routes/optimize.ts';
import { siteRoutes } from './routes/site/routes.ts';
import { verifyRoutes } from './routes/verify.ts';
import { waveRoutes } from './routes/wave.ts';

/** Longest time a request may take to arrive in full, in milliseconds. */
const REQUEST_TIMEOUT_MS = 60_000;
/** A code has 200 characters, each of which may be twelve in a path. */
const MOST_PARAM_LENGTH = 2_400;
/** Longer than the minute after which load balancers let an idle connection go, so that they are first. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000;

function createInstance(ports: AppPorts): FastifyInstance {
  return Fastify({
    loggerInstance: ports.log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    requestIdHeader: false,
    genReqId: (request) => requestIdOf(request, ports.newRequestId),
    bodyLimit: ports.bodyLimitBytes,
    routerOptions: { maxParamLength: MOST_PARAM_LENGTH },
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    // Ours answers a problem document; the framework's own does not.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      answerProblem(error, request, reply, ports);
    },
    clientErrorHandler: connectionErrorHandler(ports),
  });
}

/** While draining, every answer is the last one of its connection; what still comes over open connections is refused, except questions after our health. */
function refuseWhileDraining(app: FastifyInstance, ports: AppPorts): void {
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (ports.state.phase === 'draining') reply.header('connection', 'close');
    done();
  });
  app.addHook('onRequest', (request, _reply, done) => {
    const { servesWhileDraining } = request.routeOptions.config as { servesWhileDraining?: boolean };
    const isRefused = ports.state.phase === 'draining' && !servesWhileDraining;
    done(isRefused ? new ServiceError('SHUTTING_DOWN', 'the process was told to stop') : undefined);
  });
}

/**
 * Builds the app: every route, error and log line, but no listening. `inject` works on it as it is.
 *
 * @param ports what it needs from outside
 */
export async function buildApp(ports: AppPorts): Promise<FastifyInstance> {
  const app = createInstance(ports);
  // Bodies arrive as bytes and are held against their schemas by whoever reads them.
  app.setValidatorCompiler(() => (input) => ({ value: input }));
  // Replies are built by our own typed code, and tests hold them against the schemas: parsing them again for
  // each answer would only cost time.
  app.setSerializerCompiler(() => (reply) => JSON.stringify(reply));
  acceptJsonOnly(app, ports.bodyLimitBytes);
  logRequests(app);
  echoRequestId(app);
  answerProblems(app, ports);
  refuseWhileDraining(app, ports);
  refuseIdleIfMatch(app);
  await describeApi(app, ports.version);
  const typed = app.withTypeProvider<ZodTypeProvider>();
  optimizeRoutes(typed, ports);
  waveRoutes(typed, ports);
  verifyRoutes(typed, ports);
  healthRoutes(typed, ports);
  errorRoutes(typed);
  const { release } = ports;
  if (release !== undefined) {
    await app.register((site) => siteRoutes(site.withTypeProvider<ZodTypeProvider>(), { ...ports, release }));
  }
  await documentationRoutes(app);
  return app;
}
