import { z } from 'zod';
import type { OctaneHttp } from './http.ts';
import type { Lenient } from './lenient.ts';
import { outsideText, outsideWord } from '../contract/outside-text.ts';
import { checked } from './request.ts';

const custNo = z.number().int().positive();
const lineSeqNo = z.number().int().positive();

/** inferred: an element of Get Available Diagnostic Tests' answer. */
const availableTest = z.object({ testType: z.string(), description: z.string().optional() });

/** inferred: answer of Get Available Diagnostic Tests: the list itself, or `tests` in an envelope. */
export const testList = z.array(availableTest);
export type AvailableTest = Lenient<z.output<typeof availableTest>>;

/** inferred: body of Create Enquiry. */
export const enquiryRequest = z.discriminatedUnion('enquiryType', [
  z.strictObject({ enquiryType: z.literal('DiagnosticTest'), custNo, lineSeqNo, testType: z.string().min(1) }),
  z.strictObject({ enquiryType: z.literal('ServiceHealthCheck'), custNo, lineSeqNo }),
]);
export type EnquiryRequest = z.input<typeof enquiryRequest>;

/** inferred: answer of Create Enquiry. */
export const createEnquiryAnswer = z.object({ enquiryId: z.string().optional(), success: z.boolean().optional() });

/** inferred: answer of Get Enquiry Detail; the metrics are flat, as with another wholesaler. */
export const enquiryDetail = z.object({
  enquiryId: z.string(),
  /** A free string; {@link import('./words.ts').WORDS} says what the words mean. */
  status: z.string(),
  /** Once it is done: such as Pass or Fail. */
  outcome: z.string().optional(),
  summary: z.string().optional(),
  metrics: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
export type EnquiryDetail = Lenient<z.output<typeof enquiryDetail>>;

/** Characters of free text. */
const TEXT_LIMIT = 1000;

const MOST_METRICS = 100;

function outsideMetrics(metrics: Record<string, string | number | boolean>): Record<string, string | number | boolean> {
  const entries = Object.entries(metrics).slice(0, MOST_METRICS);
  return Object.fromEntries(
    entries.map(([name, value]) => [outsideWord(name), typeof value === 'string' ? outsideWord(value) : value]),
  );
}

export interface ServiceLine {
  custNo: number;
  lineSeqNo: number;
}

export interface Enquiries {
  /** inferred: the diagnostic tests that the service's technology allows, as a list or in an envelope. */
  availableTests: (line: ServiceLine, signal?: AbortSignal) => Promise<AvailableTest[]>;
  /**
   * inferred: begins a diagnostic test or a health check. Not idempotent; a second one does no more than cost time.
   *
   * @returns the enquiry's id.
   * @throws OctaneError whose `outcome` says whether an enquiry can exist now.
   */
  create: (request: EnquiryRequest, signal?: AbortSignal) => Promise<string>;
  /** inferred: at most 100 of its metrics, and its texts without what they say of people, cut. */
  get: (enquiryId: string, signal?: AbortSignal) => Promise<EnquiryDetail>;
}

export function enquiries(http: OctaneHttp): Enquiries {
  return {
    availableTests: async ({ custNo, lineSeqNo }, signal) => {
      const call = { query: { custno: custNo, lineseqno: lineSeqNo }, signal };
      const { rows } = await http.readList('listAvailableTests', testList, call);
      return rows.map(({ testType, description }) => ({
        ...(testType !== undefined && { testType: outsideWord(testType) }),
        ...(description !== undefined && { description: outsideText(description, { limit: TEXT_LIMIT }) }),
      }));
    },
    create: async (request, signal) => {
      const body = checked('createEnquiry', enquiryRequest, request);
      const parameters = { custno: request.custNo, lineseqno: request.lineSeqNo };
      const { id } = await http.create('createEnquiry', createEnquiryAnswer, { parameters, body, signal }, 'enquiryId');
      return id;
    },
    get: async (enquiryId, signal) => {
      const detail = await http.read('getEnquiry', enquiryDetail, { parameters: { enquiryId }, signal });
      const { status, outcome, summary, metrics } = detail;
      return {
        ...detail,
        ...(status !== undefined && { status: outsideWord(status) }),
        ...(outcome !== undefined && { outcome: outsideWord(outcome) }),
        ...(summary !== undefined && { summary: outsideText(summary, { limit: TEXT_LIMIT }) }),
        ...(metrics && { metrics: outsideMetrics(metrics) }),
      };
    },
  };
}
