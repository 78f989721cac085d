import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { defineQuery, setCurrentDetails, setHandler, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { PROGRESS_QUERY } from '../../contract/names.ts';
import { TIMELINE_LENGTH, type Progress } from '../../contract/outputs.ts';
import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes.ts';

const progressQuery = defineQuery<Progress>(PROGRESS_QUERY);

type KeywordUpdate = Extract<SearchAttributeUpdatePair, { key: { type: 'KEYWORD' } }>;

const TITLES = {
  activate: 'Activation',
  planChange: 'Plan change',
  disconnect: 'Disconnection',
} as const satisfies Record<Progress['flow'], string>;

/** What everybody outside sees of an order: the query `progress`, the search attributes, and the details in the Web UI. */
export class Display {
  readonly #progress: Progress;

  /** Registers the query's handler, so it comes before the workflow's first await. */
  constructor(start: Omit<Progress, 'timeline'>) {
    this.#progress = { ...start, timeline: [] };
    setHandler(progressQuery, () => this.#progress);
    this.show({}, 'Started');
  }

  get progress(): Readonly<Progress> {
    return this.#progress;
  }

  /** Changes what is shown, with an entry in the timeline. A field that is set to undefined is cleared. */
  show(changes: { [Field in keyof Omit<Progress, 'timeline'>]?: Progress[Field] | undefined }, text: string): void {
    Object.assign(this.#progress, changes);
    this.#progress.timeline.push({ at: new Date().toISOString(), text });
    if (this.#progress.timeline.length > TIMELINE_LENGTH) this.#progress.timeline.shift();
    this.#upsertWhatChanged();
    setCurrentDetails(detailsOf(this.#progress));
  }

  /** Each upsert is an event in the history, so only a difference is worth one. */
  #upsertWhatChanged(): void {
    const { state, orderStatus, orderId, custNo, groupNo, waitingFor } = this.#progress;
    const { typedSearchAttributes } = workflowInfo();
    const wanted: KeywordUpdate[] = [
      { key: SEARCH_ATTRIBUTES.state, value: state },
      { key: SEARCH_ATTRIBUTES.orderStatus, value: orderStatus ?? null },
      { key: SEARCH_ATTRIBUTES.orderId, value: orderId ?? null },
      { key: SEARCH_ATTRIBUTES.custNo, value: custNo === undefined ? null : String(custNo) },
      { key: SEARCH_ATTRIBUTES.groupNo, value: groupNo ?? null },
      { key: SEARCH_ATTRIBUTES.waitingFor, value: waitingFor ?? null },
    ];
    const changed = wanted.filter(({ key, value }) => (typedSearchAttributes.get(key) ?? null) !== value);
    if (changed.length > 0) upsertSearchAttributes(changed);
  }
}

/** Markdown for the Web UI: state first, then the order, then what happened so far. */
function detailsOf(progress: Progress): string {
  const { reference, flow, state, waitingFor, orderId, custNo, groupNo, timeline } = progress;
  const raw = [progress.orderStatus, progress.orderSubStatus, progress.orderExternalStatus].filter(Boolean).join(' / ');
  const rows = [
    `### ${TITLES[flow]} ${reference}: ${state}`,
    waitingFor && `Waiting for: **${waitingFor}**`,
    `| Octane's order | Octane's status | Customer | Group |\n|---|---|---|---|\n| ${orderId ?? '–'} | ${raw || '–'} | ${custNo ?? '–'} | ${groupNo ?? '–'} |`,
    timeline.map(({ at, text }) => `- ${at.slice(0, 16).replace('T', ' ')} UTC: ${text}`).join('\n'),
  ];
  return rows.filter(Boolean).join('\n\n');
}
