import Fastify from 'fastify';

/**
 * The yardstick: the same server framework, a route that parses the same body and answers one of the same size.
 * The reply comes as an object and is serialised for each answer, as ours is.
 */
const reply: unknown = JSON.parse(process.env.BARE_REPLY ?? '{}');
const app = Fastify({ bodyLimit: 32 * 2 ** 20 });
app.post('/v1/optimize', async () => reply);
await app.listen({ host: '127.0.0.1', port: 0 });
const address = app.server.address();
console.log(`listening on port ${typeof address === 'object' ? address?.port : ''}`);
