/** Limits on children and rules of groups came: records from before have neither, and say so from now on. */
export const KITS = [
  `update site set settings = settings || '{"maxChildShipments": null}'
    where not jsonb_exists(settings, 'maxChildShipments')`,
  `update release_run set record = jsonb_set(record, '{settings,maxChildShipments}', 'null')
    where not jsonb_exists(record -> 'settings', 'maxChildShipments')`,
  `update shipment set record = record || '{"itemDependencies": []}'
    where not jsonb_exists(record, 'itemDependencies')`,
  `update customer_order set record = jsonb_set(record, '{request,itemDependencies}', '[]')
    where not jsonb_exists(record -> 'request', 'itemDependencies')`,
];
