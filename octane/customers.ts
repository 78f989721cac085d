import { z } from 'zod';
import type { OctaneHttp } from './http.ts';
import { lenient, type Lenient } from './lenient.ts';
import { once } from './lists.ts';
import { checked } from './request.ts';
import { dateTime, group } from './shared-schemas.ts';

const customerStatus = z.enum(['ACT', 'SUS', 'TER', 'DIS']);
const customerType = z.enum(['B', 'R']);
const salutation = z.enum(['MR', 'MRS', 'MISS', 'MS', 'DR', 'MSTR']);
const relatedPartyType = z.enum(['Agent', 'LinkedCustomer']);

/** documented: answer of Get Customer Detail and of Update Customer, whole. */
export const customerDetail = z.object({
  custNo: z.number().int().optional(),
  customerStatus,
  customerStatusDesc: z.enum(['Active', 'Suspended', 'Terminated', 'Disconnected']).optional(),
  href: z.string().optional(),
  notes: z.string().optional(),
  dateAdded: z.string().optional(),
  userAdded: z.string().optional(),
  dateModified: z.string().optional(),
  userModified: z.string().optional(),
  group: group.optional(),
  customerIdentity: z.object({
    customerType: customerType.optional(),
    company: z.string().optional(),
    legalEntity: z.string().optional(),
    abn: z.string().optional(),
    acn: z.string().optional(),
    customerSalutation: salutation.optional(),
    customerGivenNames: z.string().optional(),
    customerSurname: z.string().optional(),
    customerDob: dateTime.optional(),
  }),
  creditProfile: z
    .object({
      // The documented list of codes is run together and cannot be split with certainty; NRM is one of them.
      customerCreditStatus: z.string(),
      customerCreditStatusDesc: z.string(),
    })
    .optional(),
  address: z.object({
    addressLine1: z.string(),
    addressLine2: z.string().optional(),
    suburb: z.string().nullable(),
    state: z.string(),
    postcode: z.string(),
    countryCode: z.enum(['AU']).optional(),
  }),
  contactMedium: z.array(
    z.object({
      contactType: z.enum(['PHONE', 'MOBILE', 'FAX', 'EMAIL', 'ALT_EMAIL', 'ORDER_EMAIL']),
      contactDestination: z.string().nullable(),
    }),
  ),
  customerAgreement: z
    .object({
      planNo: z.number().int().min(0).optional(),
      planName: z.string().optional(),
      /** Months. */
      contractTerm: z.literal([1, 3, 6, 12, 24]).optional(),
      dateContractStart: dateTime.optional(),
      dateContractEnd: dateTime.optional(),
    })
    .optional(),
  settings: z.object({
    language: z.enum(['EN']),
    currency: z.enum(['AUD']).optional(),
    portalAccess: z.boolean().optional(),
    altCustId: z.string().optional(),
    expectedCallSpend: z.number().optional(),
    accountManager: z.string().length(2).optional(),
  }),
  billingAccount: z
    .object({
      cycleNo: z.literal([1]).optional(),
      currBalance: z.number().optional(),
      amtLastStmt: z.number().optional(),
      dateLastStmt: dateTime.optional(),
      dateSuspendBilling: dateTime.optional(),
      noLatePaymentFee: z.boolean(),
    })
    .optional(),
  relatedParty: z
    .array(
      z.object({
        type: relatedPartyType,
        id: z.number().int().min(0),
        name: z.string().optional(),
        href: z.string().optional(),
      }),
    )
    .optional(),
  authorisedPerson: z
    .object({
      authName: z.string(),
      authPhone: z.string().optional(),
      authMobile: z.string().optional(),
      authEmail: z.email().optional(),
      authEmailAlt: z.email().optional(),
      dateAdded: dateTime.optional(),
      userAdded: z.string().optional(),
      dateModified: dateTime.optional(),
      userModified: z.string().optional(),
      highRisk: z.boolean().optional(),
      highRiskUpdatedBy: z.string().optional(),
      highRiskUpdatedDate: dateTime.optional(),
    })
    .optional(),
  directDebit: z
    .object({
      directDebitType: z.enum(['STANDARD_DIRECT_DEBIT', 'SPECIAL_DIRECT_DEBIT', 'OFF']),
      ddNotificationFlag: z.enum(['Y', 'N']),
      ddNotificationEmail: z.string().optional(),
      ddPaymentDay: z.string().optional(),
      ddSpecialPaymentPeriod: z.enum(['wk', 'fn', 'mn']).optional(),
      ddSpecialPaymentMethod: z.enum(['ST', 'SO']).optional(),
      ddSpecialPaymentAmount: z.number().optional(),
      ddSpecialDayOfWeek: z.literal([1, 2, 3, 4, 5, 6, 7]).optional(),
      ddSpecialEndType: z.enum(['EA', 'ED', 'EN']).optional(),
      ddSpecialStartDate: dateTime.optional(),
      ddSpecialEndDate: dateTime.optional(),
      ddSpecialRequiredCount: z.number().int().optional(),
      ddSpecialCurrentCount: z.number().int().optional(),
    })
    .optional(),
});
/** inferred: the list itself, or `customers` in an envelope. */
const customerList = z.array(customerDetail);

export type CustomerDetail = Lenient<z.output<typeof customerDetail>>;

/** documented: body of Update Customer, whole; every field is optional. */
export const customerUpdate = z.strictObject({
  customerStatus: customerStatus.optional(),
  notes: z.string().optional(),
  customerIdentity: z
    .strictObject({
      customerType: customerType.optional(),
      company: z.string().min(1).optional(),
      legalEntity: z.string().optional(),
      abn: z.string().max(14).optional(),
      acn: z.string().max(11).optional(),
      customerSalutation: salutation.optional(),
      customerGivenNames: z.string().min(1).optional(),
      customerSurname: z.string().min(1).optional(),
      customerDob: z.string().optional(),
    })
    .optional(),
  creditProfile: z.strictObject({ customerCreditStatus: z.string().optional() }).optional(),
  address: z
    .strictObject({
      addressLine1: z.string().min(1).optional(),
      addressLine2: z.string().optional(),
      suburb: z.string().min(1).optional(),
      state: z.string().min(1).optional(),
      postcode: z.string().min(1).optional(),
      countryCode: z.enum(['AU']).optional(),
    })
    .optional(),
  contactMedium: z
    .array(
      z.strictObject({
        contactType: z.enum(['PHONE', 'MOBILE', 'FAX', 'EMAIL']).optional(),
        contactDestination: z.string().optional(),
      }),
    )
    .optional(),
  customerAgreement: z
    .strictObject({ planNo: z.number().int().optional(), contractTerm: z.number().int().optional() })
    .optional(),
  settings: z
    .strictObject({
      language: z.enum(['EN']).optional(),
      currency: z.enum(['AUD']).optional(),
      portalAccess: z.boolean().optional(),
      altCustId: z.string().optional(),
      expectedCallSpend: z.number().optional(),
      accountManager: z.string().length(2).optional(),
    })
    .optional(),
  relatedParty: z
    .array(z.strictObject({ type: relatedPartyType.optional(), id: z.number().int().optional() }))
    .optional(),
  authorisedPerson: z
    .strictObject({
      authName: z.string().optional(),
      authPhone: z.string().optional(),
      authMobile: z.string().min(1).max(10).optional(),
      authEmail: z.string().optional(),
      authEmailAlt: z.string().optional(),
      highRisk: z.boolean().optional(),
    })
    .optional(),
});
export type CustomerUpdate = z.input<typeof customerUpdate>;

/** inferred: body of Add Customer, the fields of an update, of which those are required that the answer marks so. */
export const newCustomer = customerUpdate.required({
  customerStatus: true,
  customerIdentity: true,
  address: true,
  contactMedium: true,
  settings: true,
});
export type NewCustomer = z.input<typeof newCustomer>;

/** documented: query of List Customers, whole; the form of the two dates is inferred. */
export const customersQuery = z.strictObject({
  customerType: customerType.optional(),
  customerStatus: customerStatus.optional(),
  customerCreditStatus: z.string().optional(),
  agentNo: z.number().int().optional(),
  accountManager: z.string().optional(),
  fromDate: dateTime.optional(),
  toDate: dateTime.optional(),
});

export interface CustomerKey {
  groupNo: string;
  custNo: number;
}

export interface ListedCustomers {
  customers: CustomerDetail[];
  /**
   * Why the list may hide a customer, or the reference (`altCustId`) that one was added for: then it is no proof that there is
   * none. For an operator, without personal data.
   */
  unclear?: string;
}

export interface Customers {
  get: (key: CustomerKey, signal?: AbortSignal) => Promise<CustomerDetail>;
  /** Sends only the fields that change. */
  update: (key: CustomerKey, update: CustomerUpdate, signal?: AbortSignal) => Promise<CustomerDetail>;
  /**
   * inferred
   *
   * @throws OctaneError whose `outcome` says whether the customer can exist now.
   */
  add: (groupNo: string, customer: NewCustomer, signal?: AbortSignal) => Promise<CustomerDetail>;
  /**
   * inferred: the whole customers, as a list or in an envelope. Octane documents no query for `altCustId`, so a customer is
   * found again by reading those since `fromDate` (ISO 8601 date-time; taken for when they were added).
   */
  list: (groupNo: string, query?: { fromDate?: string | undefined }, signal?: AbortSignal) => Promise<ListedCustomers>;
  /** Only for a customer with a Customer Portal account (documented). */
  sendWelcomeEmail: (key: CustomerKey, signal?: AbortSignal) => Promise<void>;
}

export function customers(http: OctaneHttp): Customers {
  const parameters = ({ groupNo, custNo }: CustomerKey) => ({ groupno: groupNo, custno: custNo });
  return {
    get: (key, signal) => http.read('getCustomer', customerDetail, { parameters: parameters(key), signal }),
    update: async (key, update, signal) =>
      http.read('updateCustomer', customerDetail, {
        parameters: parameters(key),
        body: checked('updateCustomer', customerUpdate, update),
        signal,
      }),
    add: async (groupNo, customer, signal) => {
      const body = checked('addCustomer', newCustomer, customer);
      const call = { parameters: { groupno: groupNo }, body, signal };
      const { id, json } = await http.create('addCustomer', customerDetail, call, 'custNo');
      const added = lenient(customerDetail).safeParse(json);
      return { ...added.data, custNo: Number(id) };
    },
    list: async (groupNo, { fromDate } = {}, signal) => {
      const query = checked('listCustomers', customersQuery, { fromDate });
      const call = { parameters: { groupno: groupNo }, query, signal };
      const { rows, hidden } = await http.readList('listCustomers', customerList, call, { countsIds: true });
      const nameless = rows.filter(({ custNo, settings }) => custNo === undefined || settings === undefined).length;
      const reasons = [
        ...hidden,
        ...(nameless > 0 ? [`${nameless} of its rows lack a customer number or settings`] : []),
      ];
      const customers = once(rows, ({ custNo }) => custNo);
      return { customers, ...(reasons.length > 0 && { unclear: reasons.join('; ') }) };
    },
    sendWelcomeEmail: async (key, signal) => {
      await http.send('sendWelcomeEmail', { parameters: parameters(key), body: {}, signal }, 'nothing');
    },
  };
}
