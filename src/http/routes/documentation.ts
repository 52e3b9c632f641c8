import helmet from '@fastify/helmet';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

/** What the page of `/docs` may load: only what comes from here. Swagger UI writes style attributes. */
const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

/** `GET /openapi.json`, and the page `/docs` made from it, which works without the internet. */
export async function documentationRoutes(app: FastifyInstance): Promise<void> {
  let document: string | undefined;
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    document ??= JSON.stringify(app.swagger());
    return reply.type('application/json; charset=utf-8').send(document);
  });
  app.get('/', { schema: { hide: true } }, async (_request, reply) => reply.redirect('/docs', 302));
  await app.register(async (scope) => {
    // The service itself may be reached over plain HTTP; whether it is TLS only is its proxy's to say.
    await scope.register(helmet, {
      contentSecurityPolicy: CONTENT_SECURITY_POLICY,
      strictTransportSecurity: false,
    });
    await scope.register(swaggerUi, {
      routePrefix: '/docs',
      // Without the bar on top, which is for loading other services' documents.
      uiConfig: { layout: 'BaseLayout', docExpansion: 'list', tryItOutEnabled: true },
      theme: { title: 'backorder-release' },
    });
  });
}
