/** The reason of a shipment whose bank refused: it is on hold until a person lets it go, or it has another means of payment. */
export const PAYMENT_REFUSED = 'PAYMENT_REFUSED';
