import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import { withoutNulls } from '../contract/absent.ts';
import type { FailureType } from '../contract/failures.ts';
import type { DiagnosticTestInput, ServiceHealthCheckInput } from '../contract/inputs.ts';
import type { EnquiryResult } from '../contract/outputs.ts';
import { enquiries, services, validateOrder } from './order/capabilities.ts';
import { endingOf, endOrder } from './order/endings.ts';
import { beginEvents, publishEvents } from './order/events.ts';
import { handleProgress } from './order/handlers.ts';
import { OrderState } from './order/order-state.ts';
import { newRecord } from './order/carried-record.ts';
import { upsertDifferences } from './order/search-attributes.ts';

/** Runs one of the diagnostic tests that the service's technology allows. */
export async function diagnosticTest(input: DiagnosticTestInput): Promise<EnquiryResult> {
  return enquire('diagnosticTest', input, async (line, step) => {
    const { testType } = input;
    await step(() => enquiries.assertTestAvailable({ ...line, testType }));
    return { enquiryType: 'DiagnosticTest', ...line, testType };
  });
}

/** Checks the health of a service as a whole. */
export async function serviceHealthCheck(input: ServiceHealthCheckInput): Promise<EnquiryResult> {
  return enquire('serviceHealthCheck', input, (line) =>
    Promise.resolve({ enquiryType: 'ServiceHealthCheck', ...line }),
  );
}

interface Line {
  custNo: number;
  lineSeqNo: number;
}
type Step = <T>(run: () => Promise<T>) => Promise<T>;
type Request = Parameters<typeof enquiries.create>[0];

/** An enquiry changes nothing, so it needs no lock and no person: what cannot be done fails. */
async function enquire(
  flow: 'diagnosticTest' | 'serviceHealthCheck',
  start: ServiceHealthCheckInput,
  prepare: (line: Line, step: Step) => Promise<Request>,
): Promise<EnquiryResult> {
  const { workflowId } = workflowInfo();
  const state = new OrderState(newRecord(flow, workflowId));
  const { reference } = state.progress;
  const input = withoutNulls(start);
  handleProgress(state);
  state.note({}, 'Started');
  const step: Step = async (run) => {
    try {
      await publishEvents(state.record);
      return await run();
    } catch (error) {
      const ending = endingOf(error);
      if (!ending) throw error;
      const failure = endOrder(state, ending);
      upsertDifferences(state.progress);
      await publishEvents(state.record);
      throw failure;
    }
  };

  const { groupNo, hasReceivers = false } = await step(() => validateOrder({ flow, workflowId, input }));
  if (hasReceivers) beginEvents(state.record);
  const { custNo, lineSeqNo: wanted } = input.service;
  state.show({ custNo, groupNo }, `For customer ${custNo}`);
  const active = { status: 'active' } as const;
  const { lineSeqNo } = await step(() =>
    services.find({ groupNo, custNo, lineSeqNo: wanted, from: active, goal: active, namesLine: true }),
  );
  const request = await prepare({ custNo, lineSeqNo }, step);
  const { enquiryId } = await step(() => enquiries.create(request));
  state.show({ state: 'inProgress' }, `Octane has it as enquiry ${enquiryId}`);
  const { state: enquiryState, ...outcome } = await step(() => enquiries.follow({ enquiryId }));
  if (enquiryState === 'failed') {
    const message = `Octane could not complete enquiry ${enquiryId}${outcome.summary === undefined ? '' : `: ${outcome.summary}`}.`;
    await step(() => Promise.reject(ApplicationFailure.nonRetryable(message, 'OrderFailed' satisfies FailureType)));
  }
  state.show({ state: 'completed', waitingFor: undefined }, `Enquiry ${enquiryId}: ${outcome.outcome ?? 'completed'}`);
  await publishEvents(state.record);
  return { reference, flow, state: 'completed', enquiryId, custNo, lineSeqNo, ...outcome };
}
