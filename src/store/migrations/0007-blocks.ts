/** Shipments got a means of payment of their own, and their lines the locations that are blocked for them. */
export const BLOCKS = [
  `update shipment set record = jsonb_set(
      record || '{"paymentMethod": null}', '{items}',
      coalesce((
        select jsonb_agg('{"blockedLocationCodes": []}'::jsonb || line.item order by line.place)
        from jsonb_array_elements(record -> 'items') with ordinality as line(item, place)
      ), '[]'))
    where not jsonb_exists(record, 'paymentMethod')`,
];
