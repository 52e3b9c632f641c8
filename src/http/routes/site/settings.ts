import { putSettings } from '../../../release/catalogue.ts';
import { readSettings } from '../../../release/site-view.ts';
import { SettingsBody, SettingsView } from '../../schemas/catalogue.ts';
import { jsonResponse } from '../../schemas/responses.ts';
import { answer, siteOf, writeOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import { plainReadProblems, type SitePorts, writeProblems } from './route-parts.ts';

/** `/v1/settings`: what the site has set. */
export function settingsRoutes(app: ZodApp, { release }: SitePorts): void {
  app.route({
    method: 'GET',
    url: '/v1/settings',
    schema: {
      operationId: 'readSettings',
      tags: ['settings'],
      summary: 'Read the settings',
      description: 'What the site has set; the defaults, with `version` 0, until it is first written.',
      response: { 200: jsonResponse('The settings', SettingsView), ...plainReadProblems() },
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
        'Replaces all settings: what is left out gets its default, not the value that it had. Change what you have read, ' +
        'and send it back. `paymentVoidAndReauth` together with `partialReleaseEnabled` is refused. New settings count ' +
        'from the next time that something is tried; `POST /v1/release-runs` tries everything at once.',
      body: SettingsBody,
      response: { 200: jsonResponse('The settings', SettingsView), ...writeProblems('STALE_VERSION') },
    },
    handler: async (request, reply) => {
      const { version, ...settings } = request.body;
      return answer(reply, await putSettings(release, writeOf(request, version), settings));
    },
  });
}
