import { AUSTRALIAN_STATES } from '../../rules/calendar/states.ts';
import { jeopardyActivities } from '../../activities/jeopardy.ts';

/*
 * Prints assessments of every state around the dates that are hard, and last the machine's offset. time-zone.test.ts runs it under several
 * zones of the machine.
 * A process of its own, because Jest's sandbox does not hand a changed TZ to the engine.
 */
const STARTS = ['2026-12-31T13:30:00Z', '2027-03-25T23:00:00Z', '2027-04-02T06:00:00Z', '2027-10-01T06:00:00Z'];

const { assessJeopardy } = jeopardyActivities({ targets: [], defaultState: 'NSW' });
for (const state of AUSTRALIAN_STATES) {
  for (const runningSince of STARTS) {
    // The last one names no zone, which must not mean the machine's.
    for (const now of ['2027-01-09T12:00:00Z', '2027-11-01T20:30:00Z', '2027-11-01T20:30:00']) {
      const answer = await assessJeopardy({ flow: 'activate', phase: 'held', state, ran: [], runningSince, now });
      console.log(state, runningSince, now, JSON.stringify(answer));
    }
  }
}
console.log(String(new Date(0).getTimezoneOffset()));
