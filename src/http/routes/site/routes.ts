import { assertStorable } from '../../../release/checks/storable.ts';
import { readBodies } from '../../json-body.ts';
import type { ZodApp } from '../../zod-app.ts';
import { catalogueRoutes } from './catalogue.ts';
import { eventRoutes } from './events.ts';
import { futureInventoryRoutes } from './future-inventory.ts';
import { documentHeaders } from './headers.ts';
import { inventoryRoutes } from './inventory.ts';
import { orderRoutes } from './orders.ts';
import { releaseRunRoutes } from './release-runs.ts';
import type { SitePorts } from './route-parts.ts';
import { settingsRoutes } from './settings.ts';
import { shipmentCommandRoutes } from './shipment-commands.ts';
import { shipmentRoutes } from './shipments.ts';
import { transferRoutes } from './transfers.ts';
import { webhookRoutes } from './webhooks.ts';

/** Refuses texts in paths and queries that no store can look for; of bodies the services say so themselves. */
function refuseUnstorable(app: ZodApp): void {
  app.addHook('preHandler', async ({ params, query }) => {
    assertStorable(params as object);
    assertStorable(query as object);
  });
}

/** Every resource that a site keeps. */
export async function siteRoutes(app: ZodApp, ports: SitePorts): Promise<void> {
  readBodies(app);
  documentHeaders(app);
  refuseUnstorable(app);
  settingsRoutes(app, ports);
  catalogueRoutes(app, ports);
  inventoryRoutes(app, ports);
  transferRoutes(app, ports);
  futureInventoryRoutes(app, ports);
  orderRoutes(app, ports);
  shipmentRoutes(app, ports);
  shipmentCommandRoutes(app, ports);
  releaseRunRoutes(app, ports);
  eventRoutes(app, ports);
  webhookRoutes(app, ports);
}
