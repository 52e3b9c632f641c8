import type { Line, Shipment } from '../../domain/shipment.ts';
import type { Location } from '../../domain/stock.ts';

/**
 * Ship to home may use every active location that may ship; pickup only its own location, which must be active and
 * offer pickup. Neither may use a location that the line excludes.
 *
 * Reason when no location passes: `NO_ELIGIBLE_LOCATION`.
 */
export function isEligibleLocation(location: Location, line: Line, shipment: Shipment): boolean {
  return isServingLocation(location, shipment) && !line.excludedLocationCodes.includes(location.locationCode);
}

/** Whether a location may serve a shipment at all, whatever its lines exclude. */
export function isServingLocation(location: Location, shipment: Shipment): boolean {
  if (!location.active) return false;
  if (shipment.shipmentType === 'STH') return location.directShip;
  return location.pickup && location.locationCode === shipment.fulfillmentLocationCode;
}
