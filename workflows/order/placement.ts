/**
 * Does Octane have it? One answer for the order, and one for a customer who is added with it.
 *
 * - `none`: surely not
 * - `sending`: an attempt is under way
 * - `unknown`: a create call may have been carried out; it is searched for, or a person decides
 * - `placed`: Octane has it
 */
export type Placement =
  | { is: 'none' }
  | { is: 'sending' }
  | {
      is: 'unknown';
      /** ISO 8601: when the last call that may have been carried out was over. */
      since: string;
      /** Ids of Octane that it may be. */
      candidates: string[];
    }
  | { is: 'placed'; id: string; by: PlacedBy };

/** `create`: our call. `search`: found, sent by us. `earlierRun`: found, and this run has sent nothing. `decision`: a person's. */
export type PlacedBy = 'create' | 'search' | 'earlierRun' | 'decision';

export type PlacementEvent =
  | { type: 'attempted' }
  /** Octane answered that nothing was created. It is sent only after a search found nothing, so there is none. */
  | { type: 'refused' }
  /** The attempt ended before it sent anything. */
  | { type: 'notSent' }
  /** A call was sent, or may have been, and its outcome is unknown. `at` is ISO 8601. */
  | { type: 'lost'; at: string }
  /** An earlier run may have placed it. */
  | { type: 'doubted'; at: string }
  /** What the search found does not tell. */
  | { type: 'notClear'; at: string; candidates: string[] }
  | { type: 'placed'; id: string; by: PlacedBy }
  /** A person decided that none of the candidates is it. It is searched for once more, because a list may be late. */
  | { type: 'denied' }
  /** A search found none, or Octane ended it: another one may be placed. */
  | { type: 'absent' };

/** The one transition function. */
export function placementAfter(placement: Placement, event: PlacementEvent): Placement {
  if (event.type === 'placed') return { is: 'placed', id: event.id, by: event.by };
  if (event.type === 'absent') return { is: 'none' };
  return placement.is === 'placed' ? placement : unplacedAfter(placement, event);
}

type Unplaced = Exclude<Placement, { is: 'placed' }>;

function unplacedAfter(placement: Unplaced, event: Exclude<PlacementEvent, { type: 'placed' | 'absent' }>): Unplaced {
  switch (event.type) {
    case 'attempted':
      return placement.is === 'unknown' ? placement : { is: 'sending' };
    case 'refused':
      return { is: 'none' };
    case 'notSent':
      return placement.is === 'unknown' ? placement : { is: 'none' };
    case 'lost':
      return { is: 'unknown', since: event.at, candidates: [] };
    case 'denied':
      return placement.is === 'unknown' ? { ...placement, candidates: [] } : placement;
    case 'doubted':
      return placement.is === 'unknown' ? placement : { is: 'unknown', since: event.at, candidates: [] };
    case 'notClear':
      return {
        is: 'unknown',
        since: placement.is === 'unknown' ? placement.since : event.at,
        candidates: event.candidates,
      };
  }
}
