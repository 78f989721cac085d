import { z } from 'zod';
import { plainWord } from '../contract/words.ts';
import type { OctaneHttp } from './http.ts';
import type { Lenient } from './lenient.ts';
import { outsideText, outsideWord } from '../contract/outside-text.ts';
import { checked } from './request.ts';

/** documented: page Perform Service Qualification Check. */
export const qualificationRequest = z.strictObject({
  productSelection: z.literal('nbn'),
  locationId: z.string().min(1),
  csn: z.string().optional(),
  pri: z.string().optional(),
  sqType: z.literal('NFAS').optional(),
});

const fee = z.object({ type: z.string(), chargeAmount: z.number() });

const ntdPort = z.object({
  portId: z.string(),
  portName: z.string().optional(),
  uniType: z.string().optional(),
  /** `Used` is documented; a free port's word is inferred. */
  status: z.string(),
  fee: fee.optional(),
  referencedData: z
    .object({ productInstanceId: z.string().optional(), serviceProviderId: z.string().optional() })
    .optional(),
});

/**
 * documented: the NTD in the sample. inferred: its version, `installOptions`, the copper line's two statuses, and that entries
 * exist without an NTD.
 */
const infrastructure = z.object({
  /** NTD…, CPI… (a copper line), SUBSEQUENT_INSTALL or NEW_INFRASTRUCTURE. */
  id: z.string(),
  /** `INTERNAL` is documented. {@link ntdGenerationOf} says what it means. */
  ntdType: z.string().optional(),
  ntdPowerType: z.string().optional(),
  batteryPowerUnit: z.string().optional(),
  ntdLocation: z.string().optional(),
  ntdPort: z.array(ntdPort).optional(),
  ntdVersion: z.string().optional(),
  /** With copper that nbn has: `Line In Use` or `Line Not In Use` (inferred). */
  serviceStatus: z.string().optional(),
  /** With copper that a service from before nbn has: `Active` or `Inactive` (inferred). */
  copperPairStatus: z.string().optional(),
  /** inferred: what Get Order Detail says each infrastructure comes with. */
  installOptions: z.array(z.string()).optional(),
});

/** documented: sample answer of Perform Service Qualification Check, up to where the stored copy is cut. */
export const qualificationAnswer = z.object({
  errorCode: z.number().int(),
  errorMessage: z.string().optional(),
  success: z.boolean(),
  response: z.object({
    remoteOrderId: z.string(),
    qualificationSearchId: z.string(),
    remoteQualificationSearchId: z.string(),
    productSelection: z.string().optional(),
    /** DD-MM-YYYY. */
    dateSubmitted: z.string().optional(),
    location: z.object({
      id: z.string(),
      addressString: z.string().optional(),
      streetNumber: z.string().optional(),
      street: z.string().optional(),
      suburb: z.string().optional(),
      /** In full: Victoria. */
      state: z.string().optional(),
      postcode: z.string().optional(),
      gpsLatitude: z.string().optional(),
      gpsLongitude: z.string().optional(),
      technologyType: z.string().optional(),
      technologyTypeDescription: z.string().optional(),
      serviceClass: z.string().optional(),
      serviceClassDescription: z.string().optional(),
      region: z.string().optional(),
      locationIdentifiers: z
        .object({ type: z.string().optional(), id: z.string().optional(), name: z.string().optional() })
        .optional(),
    }),
    product: z
      .object({
        productName: z.string().optional(),
        productResult: z.string().optional(),
        productResultReason: z.string().optional(),
        /** inferred: the names of the plans that the location can have. */
        availablePlans: z.array(z.string()).optional(),
        supportedProductFeatures: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
      })
      .optional(),
    infrastructures: z.array(infrastructure).optional(),
  }),
});
export type Qualification = NonNullable<Lenient<z.output<typeof qualificationAnswer>>['response']>;

export type Infrastructure = NonNullable<Qualification['infrastructures']>[number];

/** inferred from another wholesaler: what an NTD's type begins with. */
const NTD_GENERATIONS = [
  { begins: 'INTERNAL', generation: 1 },
  { begins: 'EXTERNAL', generation: 1 },
  { begins: 'SPECIAL', generation: 1 },
  { begins: '1_PORT', generation: 2 },
  { begins: '4_PORT', generation: 2 },
  { begins: 'NTD_2.5', generation: 2 },
] as const;

/**
 * inferred: the generation of an NTD. One of the first cannot be activated on a plan above 1000 Mbps, only be changed to it
 * later. undefined: no NTD, or one of a type that is not mapped.
 */
export function ntdGenerationOf({ ntdType = '' }: Infrastructure): 1 | 2 | undefined {
  const word = plainWord(ntdType);
  return NTD_GENERATIONS.find(({ begins }) => word.startsWith(plainWord(begins)))?.generation;
}

/** What an order passes on of a qualification is a word or a short text, and says nothing of people. */
function withoutFreeText(qualification: Qualification): Qualification {
  const { location, product } = qualification;
  const { serviceClass, technologyType } = location ?? {};
  const { productResult, productResultReason: reason } = product ?? {};
  return {
    ...qualification,
    ...(location && {
      location: {
        ...location,
        ...(serviceClass !== undefined && { serviceClass: outsideWord(serviceClass) }),
        ...(technologyType !== undefined && { technologyType: outsideWord(technologyType) }),
      },
    }),
    ...(product && {
      product: {
        ...product,
        ...(productResult !== undefined && { productResult: outsideWord(productResult) }),
        // The address is what it may repeat of a person.
        ...(reason !== undefined && { productResultReason: outsideText(reason, { about: location, limit: 300 }) }),
      },
    }),
  };
}

export interface Qualifications {
  check: (request: { locationId: string; csn?: string | undefined }, signal?: AbortSignal) => Promise<Qualification>;
}

export function qualifications(http: OctaneHttp): Qualifications {
  return {
    check: async ({ locationId, csn }, signal) => {
      const body = checked('qualifyService', qualificationRequest, {
        productSelection: 'nbn',
        locationId,
        ...(csn !== undefined && { csn }),
      });
      const call = { parameters: { locationId }, body, signal };
      // documented: it stands in `response`, where any content may.
      return withoutFreeText(await http.read('qualifyService', qualificationAnswer.shape.response, call));
    },
  };
}
