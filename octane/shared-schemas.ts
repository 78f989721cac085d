import { z } from 'zod';

/*
 * Pieces that several documented bodies share. In answers they are the documented shape; reading is lenient (lenient.ts).
 */

/** documented: page Get Order Detail (NBN), `deliveryAddress` and `service.address`. */
export const addressDetail = z.object({
  addressID: z.string().optional(),
  addressString: z.string().optional(),
  propertyName: z.string().optional(),
  subType: z.string().optional(),
  subNo: z.string().optional(),
  streetNoFrom: z.string().optional(),
  streetNoFromSuffix: z.string().optional(),
  streetNoTo: z.string().optional(),
  streetNoToSuffix: z.string().optional(),
  streetName: z.string().optional(),
  streetType: z.string().optional(),
  streetNameSuffix: z.string().optional(),
  suburb: z.string().optional(),
  state: z.string().optional(),
  postcode: z.string().optional(),
  countryCode: z.string().optional(),
});

/** documented: the group a customer belongs to, in Update Customer's answer and in Get Order Detail (NBN). */
export const group = z.object({ id: z.number().int(), name: z.string(), href: z.string() });

/** documented as date-time: ISO 8601 with a zone. */
export const dateTime = z.iso.datetime({ offset: true });
