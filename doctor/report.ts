import type { Check, Verdict } from './check.ts';

const SIGNS: Record<Verdict, string> = { good: 'good', note: 'note', bad: 'BAD', notTried: '–' };
const TITLES: Record<Check['about'], string> = { octane: 'Octane', temporal: 'Temporal' };

/** The checks as a table for people. */
export function reportOf(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const sections = (['octane', 'temporal'] as const).map((about) => {
    const lines = checks.filter((check) => check.about === about).flatMap((check) => linesOf(check, width));
    return [TITLES[about], ...lines].join('\n');
  });
  return [...sections, summaryOf(checks)].join('\n\n');
}

function linesOf({ name, verdict, httpStatus, took, findings }: Check, width: number): string[] {
  const facts = [
    SIGNS[verdict].padEnd(4),
    (httpStatus === undefined ? '' : `HTTP ${httpStatus}`).padEnd(8),
    (took === undefined ? '' : `${took} ms`).padStart(8),
  ];
  const [first = '', ...others] = findings;
  const line = `  ${name.padEnd(width)}  ${facts.join('  ')}`;
  return [`${line}  ${first}`.trimEnd(), ...others.map((finding) => `${' '.repeat(line.length)}  ${finding}`)];
}

function summaryOf(checks: readonly Check[]): string {
  const count = (verdict: Verdict) => checks.filter((check) => check.verdict === verdict).length;
  return `${count('good')} good, ${count('note')} with notes, ${count('bad')} bad, ${count('notTried')} not tried`;
}
