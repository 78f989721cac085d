import { z } from 'zod';
import type { Flow } from './names.ts';
import { dateTime, emailAddress } from './shared-schemas.ts';

/*
 * Inputs are strict: a misspelt field is named, never ignored. They carry no defaults and transform nothing, so what a
 * starter sends is what the workflow sees, without the fields that are null: those count as absent (absent.ts). A field may be
 * added as optional; none is ever removed or tightened. What each field means is its schema's description, which callers in other
 * languages read too (contract/schemas).
 */

const reference = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be 1–64 of A-Z a-z 0-9 . _ -')
  .describe("The caller's own order number. It becomes part of the workflow id, so it holds no personal data.");
const groupNo = z
  .string()
  .regex(/^[A-Za-z0-9]{1,20}$/, 'must be 1–20 letters or digits')
  .describe("Octane's service provider group. Default: the worker's OCTANE_GROUP_NO.");
const custNo = z.number().int().positive().describe("Octane's number of the customer.");
const planNo = z.number().int().positive().describe("Octane's number of the plan.");
/** A text that Octane keeps; the limit is ours, so that no input is larger than an order needs. */
const line = z.string().min(1).max(100);

/** The message of a field that has several forms. */
function needed(forms: string): (issue: { input?: unknown }) => string {
  return ({ input }) => (input === undefined ? `is required: ${forms}` : `must be ${forms}`);
}

const common = {
  reference,
  groupNo: groupNo.optional(),
  custReqDate: dateTime.describe(
    'The date the customer asks for. Octane holds an order without an appointment until then.',
  ),
  onFallout: z
    .enum(['wait', 'fail'])
    .describe('What to do when only a person can decide: wait for one (the default), or fail.')
    .optional(),
  holdUntil: dateTime
    .describe(
      'Until then nothing is placed, and withdrawing costs nothing. custReqDate alone lets Octane hold the order.',
    )
    .optional(),
};

const service = z
  .strictObject({
    custNo,
    lineSeqNo: z
      .number()
      .int()
      .positive()
      .describe('The number of the service line; needed when the customer has several that fit.')
      .optional(),
  })
  .meta({ title: 'Service', description: 'The service the order is about.' });

const locationId = z
  .string()
  .regex(/^[A-Z]{3}[0-9]{6,20}$/, 'must be a location id such as LOC380100000995')
  .describe('A location id as the address search answers it: LOC… with nbn, OPC… with Opticomm.');

const newCustomer = z
  .strictObject({
    customerType: z.enum(['B', 'R']).describe('B: business; R: residential.'),
    company: line.describe('The name of the business.').optional(),
    givenNames: line.describe("The customer's given names."),
    surname: line.describe("The customer's surname."),
    email: emailAddress.max(100).describe("The customer's e-mail address."),
    phone: line.describe("The customer's telephone number.").optional(),
    addressLine1: line.describe('Number and street.'),
    suburb: line.describe('Suburb or town.'),
    state: z.enum(['ACT', 'NSW', 'NT', 'QLD', 'SA', 'TAS', 'VIC', 'WA']).describe('State or territory.'),
    postcode: z
      .string()
      .regex(/^[0-9]{4}$/, 'must be 4 digits')
      .describe('Four digits.'),
    portalAccess: z.boolean().describe("Whether the customer may use Octane's portal.").optional(),
  })
  .meta({ title: 'NewCustomer', description: 'The least that Octane needs to know of a customer.' });

const existing = z.strictObject({ custNo }).meta({ title: 'ExistingCustomer', description: 'A customer of yours.' });
const added = z
  .strictObject({ new: newCustomer })
  .meta({ title: 'AddedCustomer', description: 'A customer who is created once for the reference.' });

const located = z
  .strictObject({ locationId })
  .meta({ title: 'LocationAddress', description: 'An address whose location is known.' });
const searched = z
  .strictObject({ search: z.string().min(5).max(200).describe('The address in one line.') })
  .meta({ title: 'SearchedAddress', description: 'An address to search for.' });

const activate = z
  .strictObject({
    ...common,
    customer: z
      .union([existing, added], { error: needed('{custNo} or {new: {…}}') })
      .describe('An existing customer, or a new one.'),
    address: z
      .union([located, searched], { error: needed('{locationId}, such as LOC380100000995, or {search}') })
      .describe('Where the service is to be: a location id, or the address in one line.'),
    planNo,
    upgradeToPlanNo: planNo
      .describe(
        'Second step after the connection: a plan above 1000 Mbps cannot be ordered on first-generation equipment.',
      )
      .optional(),
    appointment: z
      .strictObject({
        slotId: line.describe("Octane's id of a timeslot.").optional(),
        notBefore: dateTime.describe('The appointment does not begin before this instant.').optional(),
        slotType: z.enum(['AM', 'PM']).describe('Half of the day.').optional(),
      })
      .meta({
        title: 'AppointmentWish',
        description: 'Another appointment than the earliest, which Octane takes by itself.',
      })
      .optional(),
    contact: z
      .strictObject({
        name: z.string().min(1).max(40).describe('Given name and surname.'),
        phone: z
          .string()
          .regex(/^(\+61|0)[2-478][0-9]{8}$/, 'must be an Australian number such as 0299990000 or +61400000000')
          .describe('An Australian number such as 0299990000 or +61400000000.'),
        email: emailAddress.max(50).describe('An e-mail address.'),
      })
      .meta({ title: 'Contact', description: 'Whom the technician calls.' }),
    infrastructure: z
      .strictObject({
        infrastructureId: z.string().min(1).max(50).describe('One of those in the service qualification.'),
        portId: z.string().min(1).max(20).describe('A port of it.').optional(),
        installOption: z.string().min(1).max(50).describe("Octane's word for how it is installed.").optional(),
      })
      .meta({
        title: 'Infrastructure',
        description: 'Overrides the choice that would be made from the service qualification.',
      })
      .optional(),
    transfer: z
      .strictObject({
        transferWaiverAccepted: z.boolean().describe('The customer accepts that the service is taken over.'),
        potsWaiverAccepted: z.boolean().describe('The customer accepts that the telephone service ends.').optional(),
        csn: z
          .string()
          .min(1)
          .max(20)
          .describe('The copper service number in use there today; only validated, not kept.')
          .optional(),
      })
      .meta({
        title: 'Transfer',
        description: 'Needed when the port or line is in use with another provider: nothing is taken over without it.',
      })
      .optional(),
    welcomeEmail: z
      .boolean()
      .describe('Whether the customer gets the welcome e-mail at the end. Default: true.')
      .optional(),
  })
  .refine(({ reference, upgradeToPlanNo }) => upgradeToPlanNo === undefined || reference.length <= 56, {
    path: ['reference'],
    error: 'must be 1–56 characters with upgradeToPlanNo, whose order adds ".upgrade"',
  });

const planChange = z.strictObject({ ...common, service, planNo });

const disconnect = z.strictObject({
  ...common,
  service,
  reason: z
    .string()
    .min(1)
    .max(200)
    .describe("For your own records, kept in the workflow's input. Octane's order has no documented field for it.")
    .optional(),
});

/** Suspend, unsuspend, shape and unshape. */
const serviceOrder = z.strictObject({ ...common, service });

const enquiry = { reference, groupNo: groupNo.optional(), service };

const diagnosticTest = z.strictObject({
  ...enquiry,
  testType: line.describe("One of those that Octane offers for the service's technology."),
});

const serviceHealthCheck = z.strictObject(enquiry);

/** The zod schema of each flow's input. */
export const INPUTS = {
  activate,
  planChange,
  suspend: serviceOrder,
  unsuspend: serviceOrder,
  shape: serviceOrder,
  unshape: serviceOrder,
  disconnect,
  diagnosticTest,
  serviceHealthCheck,
} as const satisfies Record<Flow, z.ZodType>;

export type Inputs = { [F in Flow]: z.infer<(typeof INPUTS)[F]> };
export type ServiceOrderInput = z.infer<typeof serviceOrder>;
export type DiagnosticTestInput = z.infer<typeof diagnosticTest>;
export type ServiceHealthCheckInput = z.infer<typeof serviceHealthCheck>;
/** Who is to become a customer. */
export type NewCustomerInput = z.infer<typeof newCustomer>;
export type ActivateInput = z.infer<typeof activate>;
export type PlanChangeInput = z.infer<typeof planChange>;
export type DisconnectInput = z.infer<typeof disconnect>;
