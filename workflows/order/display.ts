import type { SearchAttributeUpdatePair } from '@temporalio/common';
import {
  defineQuery,
  log,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { JeopardyAssessment } from '../../activities/jeopardy.ts';
import type { Fallout } from '../../contract/fallout.ts';
import { PROGRESS_QUERY } from '../../contract/names.ts';
import { TIMELINE_LENGTH, type Progress } from '../../contract/outputs.ts';
import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes.ts';

const progressQuery = defineQuery<Progress>(PROGRESS_QUERY);

/** Fields to set; undefined clears one. */
type Changes = { [Field in keyof Omit<Progress, 'timeline'>]?: Progress[Field] | undefined };

const TITLES = {
  activate: 'Activation',
  planChange: 'Plan change',
  suspend: 'Suspension',
  unsuspend: 'Unsuspension',
  shape: 'Shaping',
  unshape: 'Unshaping',
  disconnect: 'Disconnection',
  diagnosticTest: 'Diagnostic test',
  serviceHealthCheck: 'Service health check',
} as const satisfies Record<Progress['flow'], string>;

/** What everybody outside sees of an order: the query `progress`, the search attributes, and the details in the Web UI. */
export class Display {
  readonly #progress: Progress;

  /**
   * Registers the query's handler, so it comes before the workflow's first await.
   *
   * @param start - With a timeline when the run continues an earlier one.
   */
  constructor(start: Omit<Progress, 'timeline'> & Partial<Pick<Progress, 'timeline'>>) {
    this.#progress = { timeline: [], ...start };
    setHandler(progressQuery, () => this.#progress);
    this.note({}, start.timeline ? 'Goes on in a new run, because the history had grown long' : 'Started');
  }

  get progress(): Readonly<Progress> {
    return this.#progress;
  }

  /** Changes what is shown, with an entry in the timeline. */
  show(changes: Changes, text?: string): void {
    this.note(changes, text);
    upsertDifferences(this.#progress);
  }

  /** Like {@link show}, but the search attributes wait for the next change: for when that follows at once. */
  note(changes: Changes, text?: string): void {
    Object.assign(this.#progress, changes);
    const { timeline } = this.#progress;
    if (text !== undefined) timeline.push({ at: new Date().toISOString(), text });
    if (timeline.length > TIMELINE_LENGTH) timeline.shift();
    setCurrentDetails(detailsOf(this.#progress));
  }

  /** How the order stands against its target; each time that is missed, or still missed, it escalates. */
  showJeopardy({ dueDate, inJeopardy, target }: JeopardyAssessment): void {
    this.show(
      { dueDate, inJeopardy },
      inJeopardy ? `Escalated: this takes more than ${target ?? 'its target'}` : undefined,
    );
    if (inJeopardy) log.warn('An order is in jeopardy', { state: this.#progress.state, dueDate, target });
  }
}

/** Each upsert is an event in the history, so only a difference is worth one. */
function upsertDifferences(progress: Progress): void {
  const { typedSearchAttributes } = workflowInfo();
  const { state, orderStatus, orderId, custNo, groupNo, waitingFor, jeopardy, dueDate } = SEARCH_ATTRIBUTES;
  const words: [typeof state, string | undefined][] = [
    [state, progress.state],
    [orderStatus, progress.orderStatus],
    [orderId, progress.orderId],
    [custNo, progress.custNo?.toString()],
    [groupNo, progress.groupNo],
    [waitingFor, progress.waitingFor],
  ];
  const differences: SearchAttributeUpdatePair[] = words
    .filter(([key, word]) => typedSearchAttributes.get(key) !== word)
    .map(([key, word]) => ({ key, value: word ?? null }));
  const { inJeopardy = false, dueDate: due } = progress;
  if ((typedSearchAttributes.get(jeopardy) ?? false) !== inJeopardy) {
    differences.push({ key: jeopardy, value: inJeopardy });
  }
  if (typedSearchAttributes.get(dueDate)?.getTime() !== (due === undefined ? undefined : Date.parse(due))) {
    differences.push({ key: dueDate, value: due === undefined ? null : new Date(due) });
  }
  if (differences.length > 0) upsertSearchAttributes(differences);
}

/** Markdown for the Web UI: state first, then what a person should do, then the order, then what happened so far. */
function detailsOf(progress: Progress): string {
  const { reference, flow, state, waitingFor, heldBy, orderId, custNo, groupNo, appointment, fallout, timeline } =
    progress;
  const raw = [progress.orderStatus, progress.orderSubStatus, progress.orderExternalStatus].filter(Boolean).join(' / ');
  const paragraphs = [
    `### ${TITLES[flow]} ${reference}: ${state}`,
    fallout && questionOf(fallout),
    progress.hint && `**${progress.hint}**`,
    progress.dueDate && `${progress.inJeopardy ? '**In jeopardy**, due' : 'Due'}: ${minute(progress.dueDate)}`,
    waitingFor && `Waiting for: **${waitingFor}**${heldBy === undefined ? '' : `, which ${heldBy} has`}`,
    appointment && `Appointment: ${minute(appointment.startTime)}`,
    [
      `- Octane's order: **${orderId ?? 'none yet'}**${raw && `, ${raw}`}`,
      `- Customer: **${custNo ?? 'new'}**, group ${groupNo ?? '–'}`,
    ].join('\n'),
    // The newest first: it is what an operator looks for.
    timeline
      .map(({ at, text }) => `- ${minute(at)}: ${text}`)
      .toReversed()
      .join('\n'),
  ];
  return paragraphs.filter(Boolean).join('\n\n');
}

/** What the operator has to decide, with what each answer would do. */
function questionOf({ code, step, sentence, choices }: Fallout): string {
  const first = choices[0]?.action ?? 'abandon';
  const answers = choices.map(({ action, effect }) => `- \`${action}\`: ${effect}`).join('\n');
  return `**A person must decide** (${code}, at: ${step}). ${sentence}\n\nAnswer with the update \`resolve\`, such as\n\`{"action":"${first}","by":"who","reason":"why"}\`:\n\n${answers}`;
}

/** 2026-03-02 09:00 UTC */
function minute(at: string | undefined): string {
  return at === undefined ? '–' : `${at.slice(0, 16).replace('T', ' ')} UTC`;
}
