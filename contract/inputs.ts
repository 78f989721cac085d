import { z } from 'zod';
import type { Flow } from './names.ts';
import { dateTime } from './shared-schemas.ts';

/*
 * Inputs are strict: a misspelt field is named, never ignored. They carry no defaults and transform nothing, so what a
 * starter sends is what the workflow sees, without the fields that are null: those count as absent (absent.ts). A field may be
 * added as optional; none is ever removed or tightened.
 */

const reference = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be 1–64 of A-Z a-z 0-9 . _ -');
const groupNo = z.string().regex(/^[A-Za-z0-9]{1,20}$/, 'must be 1–20 letters or digits');
const custNo = z.number().int().positive();
const planNo = z.number().int().positive();
/** A text that Octane keeps; the limit is ours, so that no input is larger than an order needs. */
const line = z.string().min(1).max(100);

/** The message of a field that has several forms. */
function needed(forms: string): (issue: { input?: unknown }) => string {
  return ({ input }) => (input === undefined ? `is required: ${forms}` : `must be ${forms}`);
}

const common = {
  /** The caller's own order number. It becomes part of the workflow id, so it holds no personal data. */
  reference,
  /** Octane's service provider group; OCTANE_GROUP_NO when left out. */
  groupNo: groupNo.optional(),
  /** The date the customer asks for. Octane holds an order without an appointment until then. */
  custReqDate: dateTime,
  /** What to do when only a person can decide: wait for one (the default), or fail. */
  onFallout: z.enum(['wait', 'fail']).optional(),
  /** Until then nothing is placed, and withdrawing costs nothing. `custReqDate` alone lets Octane hold the order. */
  holdUntil: dateTime.optional(),
};

/** The service an order is about: the customer, and the line when there may be several. */
const service = z.strictObject({ custNo, lineSeqNo: z.number().int().positive().optional() });

const locationId = z.string().regex(/^[A-Z]{3}[0-9]{6,20}$/, 'must be a location id such as LOC380100000995');

/** The least that Octane needs to know of a customer. */
const newCustomer = z.strictObject({
  customerType: z.enum(['B', 'R']),
  company: line.optional(),
  givenNames: line,
  surname: line,
  email: z.email().max(100),
  phone: line.optional(),
  addressLine1: line,
  suburb: line,
  state: z.enum(['ACT', 'NSW', 'NT', 'QLD', 'SA', 'TAS', 'VIC', 'WA']),
  postcode: z.string().regex(/^[0-9]{4}$/, 'must be 4 digits'),
  portalAccess: z.boolean().optional(),
});

const activate = z
  .strictObject({
    ...common,
    /** An existing customer, or a new one, who is created once for the reference. */
    customer: z.union([z.strictObject({ custNo }), z.strictObject({ new: newCustomer })], {
      error: needed('{custNo} or {new: {…}}'),
    }),
    /** A location id as the address search answers it (LOC… with nbn, OPC… with Opticomm), or the address in one line. */
    address: z.union([z.strictObject({ locationId }), z.strictObject({ search: z.string().min(5).max(200) })], {
      error: needed('{locationId}, such as LOC380100000995, or {search}'),
    }),
    planNo,
    /** Second step after the connection: a plan above 1000 Mbps cannot be ordered on first-generation equipment. */
    upgradeToPlanNo: planNo.optional(),
    /** Another appointment than the earliest, which Octane takes by itself. */
    appointment: z
      .strictObject({
        slotId: line.optional(),
        notBefore: dateTime.optional(),
        slotType: z.enum(['AM', 'PM']).optional(),
      })
      .optional(),
    /** Whom the technician calls. */
    contact: z.strictObject({
      name: z.string().min(1).max(40),
      phone: z
        .string()
        .regex(/^(\+61|0)[2-478][0-9]{8}$/, 'must be an Australian number such as 0299990000 or +61400000000'),
      email: z.email().max(50),
    }),
    /** Overrides the choice that would be made from the service qualification. */
    infrastructure: z
      .strictObject({
        infrastructureId: z.string().min(1).max(50),
        portId: z.string().min(1).max(20).optional(),
        installOption: z.string().min(1).max(50).optional(),
      })
      .optional(),
    /** Needed when the port or line is in use with another provider: nothing is taken over without it. */
    transfer: z
      .strictObject({
        transferWaiverAccepted: z.boolean(),
        potsWaiverAccepted: z.boolean().optional(),
        /** The copper service number in use there today; only validated, not kept. */
        csn: z.string().min(1).max(20).optional(),
      })
      .optional(),
    /** Default true. */
    welcomeEmail: z.boolean().optional(),
  })
  .refine(({ reference, upgradeToPlanNo }) => upgradeToPlanNo === undefined || reference.length <= 56, {
    path: ['reference'],
    error: 'must be 1–56 characters with upgradeToPlanNo, whose order adds ".upgrade"',
  });

const planChange = z.strictObject({ ...common, service, planNo });

const disconnect = z.strictObject({
  ...common,
  service,
  /** For your own records, kept in the workflow's input. Octane's order has no documented field for it. */
  reason: z.string().min(1).max(200).optional(),
});

/** Suspend, unsuspend, shape and unshape. */
const serviceOrder = z.strictObject({ ...common, service });

const enquiry = { reference, groupNo: groupNo.optional(), service };

const diagnosticTest = z.strictObject({
  ...enquiry,
  /** One of those that Octane offers for the service's technology. */
  testType: line,
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
