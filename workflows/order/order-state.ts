import { log, setCurrentDetails } from '@temporalio/workflow';
import type { JeopardyAssessment } from '../../activities/jeopardy.ts';
import { tell } from '../../contract/happenings.ts';
import { cut, TEXT_LIMITS } from '../../contract/limits.ts';
import { TIMELINE_LENGTH, type Progress } from '../../contract/outputs.ts';
import { detailsOf } from './details.ts';
import { addEvents } from './events.ts';
import { placementAfter, type PlacementEvent } from './placement.ts';
import type { Creation, OrderRecord } from './carried-record.ts';
import { upsertDifferences } from './search-attributes.ts';

/** Fields to set; undefined clears one. */
type Changes = { [Field in keyof Omit<Progress, 'timeline'>]?: Progress[Field] | undefined };

/** The record of an order, and the one way in which it changes: what changes is shown at once. */
export class OrderState {
  readonly record: OrderRecord;

  constructor(record: OrderRecord) {
    this.record = record;
  }

  get progress(): Readonly<Progress> {
    return this.record.progress;
  }

  /** Octane's id of the order, while Octane has it. */
  get orderId(): string | undefined {
    const { placement } = this.record.order;
    return placement.is === 'placed' ? placement.id : undefined;
  }

  /** Changes what everyone outside sees, with an entry in the timeline. */
  show(changes: Changes, text?: string): void {
    this.note(changes, text);
    upsertDifferences(this.record.progress);
  }

  /** As {@link show}, but the search attributes wait for the next change: for when that follows at once. */
  note(changes: Changes, text?: string): void {
    const { progress } = this.record;
    const before = { ...progress };
    Object.assign(progress, changes);
    addEvents(this.record, before);
    if (text !== undefined) {
      progress.timeline.push({ at: new Date().toISOString(), text: cut(text, TEXT_LIMITS.timelineEntry) });
    }
    if (progress.timeline.length > TIMELINE_LENGTH) progress.timeline.shift();
    setCurrentDetails(detailsOf(progress));
  }

  /** How the order stands against its target; each time that is missed, or still missed, it escalates. */
  showJeopardy({ dueDate, inJeopardy, target }: JeopardyAssessment): void {
    const text = inJeopardy ? `Escalated: this takes more than ${target ?? 'its target'}` : undefined;
    this.show({ dueDate, inJeopardy }, text);
    if (inJeopardy) tell(log, 'jeopardy', { state: this.progress.state, dueDate, target });
  }

  #orderHappened({ type }: PlacementEvent): void {
    const { progress, withdrawal } = this.record;
    if (type === 'attempted') withdrawal.isAfterSearch = false;
    if (type !== 'placed' || this.orderId === undefined) return;
    progress.orderId = this.orderId;
    // An order that Octane has can be asked about anew.
    withdrawal.isWanted = false;
  }

  /** Takes what happened to the order, or to the customer who is added with it. */
  happened(creation: Creation, event: PlacementEvent): void {
    creation.placement = placementAfter(creation.placement, event);
    if (event.type === 'placed' || event.type === 'denied') creation.lost = 0;
    if (event.type === 'denied') creation.isDecided = true;
    if (event.type === 'lost') {
      creation.lost += 1;
      creation.hasSent = true;
      // What a person knew was true before this call.
      creation.isDecided = false;
    }
    if (creation === this.record.order) this.#orderHappened(event);
  }
}
