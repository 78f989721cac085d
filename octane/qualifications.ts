import { z } from 'zod';
import type { OctaneHttp } from './http.ts';
import type { Lenient } from './lenient.ts';
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

/** documented: the NTD in the sample. inferred: `installOptions`, the copper line's status, and that entries exist without an NTD. */
const infrastructure = z.object({
  id: z.string(),
  ntdType: z.string().optional(),
  ntdPowerType: z.string().optional(),
  batteryPowerUnit: z.string().optional(),
  ntdLocation: z.string().optional(),
  ntdPort: z.array(ntdPort).optional(),
  /** With copper: `Line In Use` or `Line Not In Use` (inferred). */
  serviceStatus: z.string().optional(),
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
        supportedProductFeatures: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
      })
      .optional(),
    infrastructures: z.array(infrastructure).optional(),
  }),
});
export type Qualification = NonNullable<Lenient<z.output<typeof qualificationAnswer>>['response']>;

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
      const answer = await http.read('qualifyService', qualificationAnswer, { body, signal });
      return answer.response ?? {};
    },
  };
}
