import { z } from 'zod';
import type { CustomerKey } from './customers.ts';
import type { OctaneHttp } from './http.ts';
import { OctaneError } from './errors.ts';
import type { Lenient } from './lenient.ts';
import { once } from './lists.ts';
import { addressDetail, dateTime } from './shared-schemas.ts';

/** documented: `service` in Get Order Detail (NBN). inferred: the answer of Get Service Detail by LineSeqNo. */
export const serviceDetail = z.object({
  custNo: z.number().int(),
  lineSeqNo: z.number().int(),
  parentLineSeqNo: z.number().int().optional(),
  phone_number: z.string(),
  usageType: z.string(),
  subUsageType: z.string(),
  name: z.string().optional(),
  department: z.string().optional(),
  lineType: z.enum(['B', 'R']).optional(),
  agentNo: z.number().int().optional(),
  dateReleased: dateTime.optional(),
  dateAdded: dateTime.optional(),
  userAdded: z.string().optional(),
  dateModified: dateTime.optional(),
  userModified: z.string().optional(),
  instance: z.array(
    z.object({
      serviceid: z.string().optional(),
      dateDeclared: dateTime.optional(),
      dateProvisioned: dateTime.optional(),
      dateDisconnected: dateTime.optional(),
      provisionStatus: z.string().optional(),
      status: z.string().optional(),
      statusExtra: z.string().optional(),
      reasonStatusChange: z.string().optional(),
      dateAdded: dateTime.optional(),
      userAdded: z.string().optional(),
      dateModified: dateTime.optional(),
      userModified: z.string().optional(),
    }),
  ),
  serviceAgreement: z
    .object({
      planNo: z.number().int().optional(),
      retailContractTerm: z.number().int().optional(),
      retailContractStartDate: z.string().optional(),
      retailContractEndDate: z.string().optional(),
      whsPlanNo: z.string().optional(),
      wholesaleContractTerm: z.number().int().optional(),
      wholesaleContractStartDate: z.string().optional(),
      wholesaleContractEndDate: z.string().optional(),
    })
    .optional(),
  voipService: z
    .object({
      serviceType: z.string().optional(),
      pbxId: z.string().optional(),
      defaultDidPlanNo: z.number().int().optional(),
      defaultExtPlanNo: z.number().int().optional(),
      extId: z.number().int().optional(),
      maxCalls: z.number().int().optional(),
      packageId: z.number().int().optional(),
      packageDesc: z.string().optional(),
      feature: z
        .array(
          z.object({
            hvId: z.number().int().optional(),
            featureType: z.string().optional(),
            featureSubType: z.string().optional(),
            dateStart: dateTime.optional(),
            dateEnd: dateTime.optional(),
            dateAdded: dateTime.optional(),
            userAdded: z.string().optional(),
            dateModified: dateTime.optional(),
            userModified: z.string().optional(),
          }),
        )
        .optional(),
    })
    .optional(),
  dataService: z
    .object({
      username: z.string().optional(),
      password: z.string().optional(),
      ipAddress: z.string().optional(),
      ipType: z.string().optional(),
      subnetMask: z.string().optional(),
      authenticationType: z.string().optional(),
      networkProfile: z.string().optional(),
    })
    .optional(),
  nbnService: z
    .object({
      technologyType: z.string().optional(),
      avcIdData: z.string().optional(),
      avcIdVoice: z.string().optional(),
      portIdData: z.string().optional(),
      portIdVoice: z.string().optional(),
      infrastructureId: z.string().optional(),
      pri: z.string().optional(),
      poi: z.string().optional(),
      region: z.string().optional(),
      isNfas: z.boolean().optional(),
      hasNfasCommitment: z.boolean().optional(),
      legacyTechnologyType: z.string().optional(),
      nfasCommitmentDate: dateTime.optional(),
    })
    .optional(),
  inboundService: z
    .object({
      routingType: z.string().optional(),
      firstAnswerpoint: z.string().optional(),
      secondAnswerpoint: z.string().optional(),
      finalAnswerpoint: z.string().optional(),
      complexRouting: z.string().optional(),
      transferType: z.string().optional(),
      terminationNumber: z.string().optional(),
    })
    .optional(),
  address: addressDetail.optional(),
  contact: z
    .object({
      contactName: z.string().optional(),
      contactPhone: z.string().optional(),
      contactEmail: z.email().optional(),
      contactDob: z.string().optional(),
    })
    .optional(),
});
const serviceList = z.array(serviceDetail);
export type ServiceDetail = Lenient<z.output<typeof serviceDetail>>;

export interface Services {
  /**
   * inferred: all services of the customer, as a list or in an envelope.
   *
   * @throws OctaneError `OctaneUnexpectedAnswer` also when the list says that it does not show all of them.
   */
  list: (key: CustomerKey, signal?: AbortSignal) => Promise<ServiceDetail[]>;
  /** inferred */
  get: (key: CustomerKey & { lineSeqNo: number }, signal?: AbortSignal) => Promise<ServiceDetail>;
}

export function services(http: OctaneHttp): Services {
  return {
    list: async ({ groupNo, custNo }, signal) => {
      const call = { parameters: { groupno: groupNo, custno: custNo }, signal };
      const { rows, isPart, hidden } = await http.readList('listServices', serviceList, call);
      if (isPart) throw notAll(hidden);
      return once(rows, ({ lineSeqNo }) => lineSeqNo);
    },
    get: ({ groupNo, custNo, lineSeqNo }, signal) =>
      http.read('getService', serviceDetail, {
        parameters: { groupno: groupNo, custno: custNo, lineseqno: lineSeqNo },
        signal,
      }),
  };
}

/** What is not shown may be another service that an order could be about. */
function notAll(hidden: string[]): OctaneError {
  return new OctaneError(`Octane's listServices does not show all services: ${hidden.join('; ')}.`, {
    type: 'OctaneUnexpectedAnswer',
    operation: 'listServices',
    outcome: 'unknown',
    retryable: true,
  });
}
