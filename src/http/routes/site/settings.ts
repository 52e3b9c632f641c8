import { SiteSettings } from '../../../domain/site/settings.ts';
import { putSettings } from '../../../release/catalogue.ts';
import { readSettings } from '../../../release/site-view.ts';
import { jsonResponse } from '../../schemas/responses.ts';
import { SettingsView } from '../../schemas/site.ts';
import { answer, siteOf, writeOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import { readProblems, type SitePorts, writeProblems } from './route-parts.ts';

/** `/v1/settings`: what the site has set. */
export function settingsRoutes(app: ZodApp, { release }: SitePorts): void {
  app.route({
    method: 'GET',
    url: '/v1/settings',
    schema: {
      operationId: 'readSettings',
      tags: ['settings'],
      summary: 'What the site has set',
      response: { 200: jsonResponse('The settings', SettingsView), ...readProblems() },
    },
    handler: async (request, reply) => {
      const { value, version } = await readSettings(release.store.reader(siteOf(request)));
      return answer(reply, { status: 200, body: { ...value, version } });
    },
  });
  app.route({
    method: 'PUT',
    url: '/v1/settings',
    schema: {
      operationId: 'writeSettings',
      tags: ['settings'],
      summary: 'Replace the settings',
      description:
        'What is left out has its default. Void and reauth together with partial release is refused.',
      body: SiteSettings,
      response: { 200: jsonResponse('The settings', SettingsView), ...writeProblems('STALE_VERSION') },
    },
    handler: async (request, reply) =>
      answer(reply, await putSettings(release, writeOf(request), request.body)),
  });
}
