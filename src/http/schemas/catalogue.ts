import { z } from 'zod';
import { Product, SiteLocation } from '../../domain/site/catalogue.ts';
import { SiteSettings } from '../../domain/site/settings.ts';
import { codeCursor, field, pageOf, seenVersion, sentBack } from './fields.ts';

const { version } = field;
/** Most rows of one bulk write. */
const MOST_ROWS = 12_000;

/** What the site has set, as it is answered. */
export const SettingsView = SiteSettings.extend({
  version: version.meta({
    description: 'Counts the changes of the settings; 0: never written, all defaults.',
  }),
}).meta({ description: 'What the site has set.' });
/** What a write of the settings takes: what a read gave is accepted as it is. */
export const SettingsBody = SiteSettings.extend({ version: seenVersion }).meta({
  description: 'What the site shall have set. What is left out gets its default.',
});

/** The switches of a product, as they are answered. */
export const ProductView = Product.extend({ version }).meta({ description: 'The switches of a product.' });
/** One product of a bulk write. */
export const ProductRow = Product.extend({ version: seenVersion }).meta({
  description: 'The switches of a product. What is left out gets its default.',
});
/** What a write of one product takes; its code stands in the path. */
export const ProductBody = ProductRow.extend({ productCode: sentBack(Product.shape.productCode) }).meta({
  description: 'The switches of the product in the path. What is left out gets its default.',
});
/** A page of products. */
export const ProductPage = pageOf('Products that have been entered, by code', ProductView, codeCursor);
/** A bulk write of products. */
export const ProductsBody = z
  .strictObject({
    products: z
      .array(ProductRow)
      .min(1)
      .max(MOST_ROWS)
      .meta({ description: 'Products to write; a code may occur once.' }),
  })
  .meta({ description: 'Many products; all are written, or none.' });
/** What a bulk write of products answers. */
export const ProductsWritten = z
  .strictObject({
    products: z.array(ProductView).meta({ description: 'The products as they are now, in your order.' }),
  })
  .meta({ description: 'The products that were written.' });

/** A location, as it is answered. */
export const LocationView = SiteLocation.extend({ version }).meta({
  description: 'A place that fulfils shipments.',
});
/** One location of a bulk write. */
export const LocationRow = SiteLocation.extend({ version: seenVersion }).meta({
  description: 'A place that fulfils shipments. What is left out gets its default.',
});
/** What a write of one location takes; its code stands in the path. */
export const LocationBody = LocationRow.extend({
  locationCode: sentBack(SiteLocation.shape.locationCode),
}).meta({
  description: 'The location in the path. What is left out gets its default.',
});
/** A page of locations. */
export const LocationPage = pageOf('Locations that have been entered, by code', LocationView, codeCursor);
/** A bulk write of locations. */
export const LocationsBody = z
  .strictObject({
    locations: z
      .array(LocationRow)
      .min(1)
      .max(MOST_ROWS)
      .meta({ description: 'Locations to write; a code may occur once.' }),
  })
  .meta({ description: 'Many locations; all are written, or none.' });
/** What a bulk write of locations answers. */
export const LocationsWritten = z
  .strictObject({
    locations: z.array(LocationView).meta({ description: 'The locations as they are now, in your order.' }),
  })
  .meta({ description: 'The locations that were written.' });
