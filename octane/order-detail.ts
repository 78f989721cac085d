import { z } from 'zod';
import type { Lenient } from './lenient.ts';
import { serviceDetail } from './services.ts';
import { addressDetail, dateTime, group } from './shared-schemas.ts';

const orderContact = z.object({
  contactName: z.string().optional(),
  contactNumber: z.string().optional(),
  contactEmail: z.email().optional(),
});

/** Of the service qualification that an order was placed with. */
export const qualificationKey = z.object({
  remoteQualificationSearchId: z.string(),
  qualificationSearchId: z.string(),
  remoteOrderId: z.string(),
});

export const infrastructureOption = z.object({
  /** NTD… (not copper), CPI… (copper), SUBSEQUENT_INSTALL (a new NTD is needed) or NEW_INFRASTRUCTURE (nothing there yet). */
  infrastructureID: z.string(),
  /** Only with an existing NTD. */
  portID: z.string().optional(),
  /** For a Transfer. */
  transferWaiverAccepted: z.boolean().optional(),
  /** For a Transition without `csn`. */
  potsWaiverAccepted: z.boolean().optional(),
  /** One of those that the qualification offers for this infrastructure. */
  installOption: z.string(),
  /** Only validated; not kept on a transfer or transition. */
  csn: z.string().optional(),
});

/**
 * documented: answer of Get Order Detail (NBN), whole. The schema is shared with mobile and SIP orders, so some fields that it
 * marks as required (`dids`) mean nothing for NBN; they are optional here.
 */
export const orderDetail = z.object({
  orderId: z.string().optional(),
  productType: z.enum(['NBN', 'MOBILE', 'SIPTRUNK', 'RESI', 'UNITE_CALLING', 'UC_THIN', 'ADVANCED_PBX']),
  orderType: z.string(),
  orderSubType: z.string(),
  customerPreferredDate: dateTime.optional(),
  providerOrderId: z.string().optional(),
  externalReference: z.string().optional(),
  orderStatus: z.string().optional(),
  orderSubStatus: z.string().optional(),
  orderExternalStatus: z.string().optional(),
  orderReason: z.string().optional(),
  dateAdded: dateTime.optional(),
  userAdded: z.string().optional(),
  dateModified: dateTime.optional(),
  userModified: z.string().optional(),
  orderContact: orderContact.optional(),
  customerDetails: z.object({
    custno: z.number().int().optional(),
    group: group.optional(),
    customerIdentity: z
      .object({
        customerType: z.string().optional(),
        company: z.string().optional(),
        legalEntity: z.string().optional(),
        abn: z.string().optional(),
        acn: z.string().optional(),
        customerSalutation: z.string().optional(),
        customerGivenNames: z.string().optional(),
        customerSurname: z.string().optional(),
        customerDob: z.string().optional(),
      })
      .optional(),
  }),
  device: z.object({ deviceOption: z.enum(['BYO', 'New']).optional(), deviceId: z.string().optional() }).optional(),
  deliveryDetails: z
    .object({
      deliveryAddress: addressDetail.optional(),
      deliveryContactName: z.string().optional(),
      deliveryContactNumber: z.string().optional(),
      deliveryRecipientName: z.string().optional(),
      authorityToLeave: z.boolean().optional(),
      deliveryInstructions: z.string().optional(),
    })
    .optional(),
  qualification: qualificationKey.optional(),
  infrastructureOption: infrastructureOption.optional(),
  dids: z
    .array(
      z.object({
        changeType: z.string(),
        countryCode: z.string(),
        rangeType: z.string(),
        selectNumber: z.string(),
        rangeSize: z.string(),
        range: z.string().optional(),
        zoneId: z.string().optional(),
        subZoneId: z.string().optional(),
      }),
    )
    .optional(),
  sipPortDetails: z
    .object({
      portType: z.enum(['CAT_A', 'CAT_C']),
      portingNumbers: z.array(
        z.object({ serviceNumberRangeStart: z.string().optional(), serviceNumberRangeEnd: z.string().optional() }),
      ),
      retailServiceProvider: z.string(),
      accountNumber: z.string(),
      customerAuth: z.boolean(),
      termsAndConditions: z.boolean(),
    })
    .optional(),
  service: serviceDetail,
  sipBinding: z
    .array(
      z.object({
        changeType: z.enum(['ADD', 'CHANGE', 'DELETE']),
        name: z.string(),
        authenticationMethod: z.string(),
        ipAddress: z.string().optional(),
        port: z.number().int().optional(),
        routingActionNumber: z.number().int().optional(),
      }),
    )
    .optional(),
  sipSettings: z
    .object({
      resetSipPassword: z.boolean().optional(),
      resetEasPassword: z.boolean().optional(),
      resetCfsPin: z.boolean().optional(),
      timeZone: z.string().optional(),
      lineSelectionMethod: z.string().optional(),
      routingPrefixId: z.string().optional(),
      serviceLocation: z.string().optional(),
      callBarring: z.string().optional(),
    })
    .optional(),
  orderNotes: z
    .array(
      z.object({
        id: z.string().optional(),
        name: z.string().optional(),
        description: z.string().optional(),
        creatorName: z.string().optional(),
        creationDate: z.string().optional(),
        type: z.string().optional(),
      }),
    )
    .optional(),
});
export type OrderDetail = Lenient<z.output<typeof orderDetail>>;

/**
 * inferred: the date (YYYY-MM-DD) by which the provider means to have mended what holds the order: the latest date in its
 * notes on remediation. It is no appointment.
 */
export function plannedRemediationOf({ orderNotes = [] }: OrderDetail): string | undefined {
  return orderNotes
    .map(({ name = '', description = '', type = '' }) => `${type} ${name} ${description}`)
    .filter((note) => /remediation/i.test(note))
    .flatMap((note) => note.match(/\b\d{4}-\d{2}-\d{2}\b/g) ?? [])
    .toSorted()
    .at(-1);
}
