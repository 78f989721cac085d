import { OUTCOMES } from './endings.ts';
import { isClean, type Outcome } from './run.ts';

/** The run as a table for a person: how the orders ended, what broke, and what is wrong. */
export function reportOf(run: Outcome): string {
  const { differences, inspection, decisions } = run;
  const found = run.endings.filter(({ foundBySearch }) => foundBySearch).length;
  const persons = decisions.filter(({ refused }) => refused === undefined);
  const numbers: [string, number | string][] = [
    ['mishaps', tally(run.mishaps)],
    ['locks terminated', run.locksTerminated],
    ['workers killed', run.workersKilled],
    ['workers ended by themselves', run.workersEndedByThemselves],
    ['server restarts', run.serverRestarts],
    ['faults', `${run.hits.length} (${tally(run.hits.map(({ fault, when }) => `${fault}${when ? ` ${when}` : ''}`))})`],
    ['create-order calls', run.creates],
    ['orders in Octane’s records', run.ordersInRecords],
    ['searches in Octane’s list', run.searches],
    ['orders found by a search', found],
    ['persons needed', `${persons.length} (${tally(persons.map(({ code, action }) => `${code}: ${action}`))})`],
    ['workflows, events', `${inspection.workflows}, ${inspection.events}`],
    ['seconds until all had ended', Math.round(run.drained / 1000)],
    ['duplicates', differences.duplicates.length],
    ['lost', differences.lost.length],
    ['customers added twice', differences.customers.length],
    ['webhooks, refused', `${run.webhooks.sent}, ${run.webhooks.refused}`],
    ['ends and events not told', differences.untold.length],
    ['ended unexpectedly', differences.unexpected.length],
    ['locks left', inspection.leftLocks],
    ['stuck', inspection.stuck.length],
    ['failed workflow tasks', inspection.failedTasks.length],
  ];
  const wrong = [...Object.values(differences).flat(), ...inspection.stuck, ...inspection.failedTasks];
  return [
    ...endingsTable(run),
    '',
    ...numbers.map(([name, value]) => `${name.padEnd(28)} ${value}`),
    '',
    ...decisions.map(
      ({ reference, code, action, sentence, refused }) =>
        `person: ${reference}, ${code}: ${action}${refused === undefined ? '' : `, refused: ${refused}`} (${sentence})`,
    ),
    ...wrong.map((sentence) => `WRONG: ${sentence}`),
    isClean(run) ? 'Every reference has exactly one order, or a stated reason why none.' : `Kept: ${run.folder}`,
  ].join('\n');
}

function endingsTable({ endings }: Outcome): string[] {
  const flows = [...new Set(endings.map(({ planned }) => planned.flow))].sort();
  const row = (name: string, cells: (string | number)[]) =>
    [name.padEnd(20), ...cells.map((cell) => String(cell).padStart(17))].join('');
  return [
    row('', [...OUTCOMES]),
    ...[...flows, undefined].map((flow) => {
      const of = endings.filter(({ planned }) => flow === undefined || planned.flow === flow);
      return row(
        flow ?? 'all',
        OUTCOMES.map((outcome) => of.filter((ending) => ending.outcome === outcome).length),
      );
    }),
  ];
}

function tally(words: string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort()
    .map(([word, count]) => `${word} ${count}`)
    .join(', ');
}
