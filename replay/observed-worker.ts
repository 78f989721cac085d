import proto from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import type { Workflow, WorkflowCreator } from '@temporalio/worker/lib/workflow/interface.js';
import { PROGRESS_QUERY } from '../contract/names.ts';

const { WorkflowActivation } = proto.coresdk.workflow_activation;

export type Command = proto.coresdk.workflow_commands.IWorkflowCommand;
export type QueryResult = proto.coresdk.workflow_commands.IQueryResult;

/** What a replayed workflow did that no event of its history can contradict. */
export interface Observation {
  /** The command that closed the workflow; none while it is open. */
  closing: Command | undefined;
  /** Its answer to the query `progress`, where its history ends. */
  progress: QueryResult | undefined;
}

/** Called for each workflow when its replay begins; the observation is there when its history is at its end. */
export type Observer = (observation: Promise<Observation>) => void;

/**
 * A worker whose replays can be observed. The server's core compares only the kinds and names of commands with the history; a
 * result and an answer to a query are discarded. This observes both between the core and the workflow's sandbox, so that the
 * bundle is the one of production, unchanged.
 */
export function observedWorker(observe: Observer): Pick<typeof Worker, 'runReplayHistories'> {
  return class extends Worker {
    protected static override async createWorkflowCreator(
      ...options: Parameters<(typeof Worker)['createWorkflowCreator']>
    ): Promise<WorkflowCreator> {
      const creator = await super.createWorkflowCreator(...options);
      return {
        createWorkflow: async (workflow) =>
          observed(await creator.createWorkflow(workflow), workflow.info.runId, observe),
        destroy: () => creator.destroy(),
      };
    }
  };
}

function observed(workflow: Workflow, runId: string, observe: Observer): Workflow {
  let closing: Command | undefined;
  let tell: (observation: Observation) => void = () => undefined;
  observe(
    new Promise((resolve) => {
      tell = resolve;
    }),
  );
  return {
    activate: async (activation) => {
      const completion = await workflow.activate(activation);
      closing ??= completion.successful?.commands?.find(closesWorkflow);
      return completion;
    },
    getAndResetSinkCalls: () => workflow.getAndResetSinkCalls(),
    // The core lets go of a workflow once its history is at its end.
    dispose: async () => {
      // A workflow whose replay failed may be unable to answer; that it failed is reported anyway.
      const progress = await askForProgress(workflow, runId).catch(() => undefined);
      await workflow.dispose();
      tell({ closing, progress });
    },
  };
}

function closesWorkflow(command: Command): boolean {
  const { completeWorkflowExecution, failWorkflowExecution, continueAsNewWorkflowExecution } = command;
  return Boolean(
    completeWorkflowExecution ??
    failWorkflowExecution ??
    continueAsNewWorkflowExecution ??
    command.cancelWorkflowExecution,
  );
}

/** The activation that the core sends for a query. */
async function askForProgress(workflow: Workflow, runId: string): Promise<QueryResult | undefined> {
  const queryWorkflow = { queryId: 'replay', queryType: PROGRESS_QUERY, arguments: [], headers: {} };
  const { successful } = await workflow.activate(WorkflowActivation.fromObject({ runId, jobs: [{ queryWorkflow }] }));
  return successful?.commands?.find(({ respondToQuery }) => respondToQuery)?.respondToQuery ?? undefined;
}
