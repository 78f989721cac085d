import { OctaneError } from '../octane/errors.ts';
import type { Answered, Deviation } from '../octane/http.ts';
import { createOctane } from '../octane/octane.ts';
import { OPERATION_NAMES } from '../octane/operations.ts';
import type { Configuration } from '../worker/configuration.ts';
import { bad, note, verdictOf, type Check, type Finding } from './check.ts';
import { clockFindings } from './clock.ts';
import { TRIALS, type Found, type Subject, type Trial } from './trials.ts';
import { unmappedWords } from './words.ts';

/** Tries every operation that only reads, one after the other. */
export async function checkOctane(configuration: Configuration, subject: Subject): Promise<Check[]> {
  const deviations: Deviation[] = [];
  const answers: Answered[] = [];
  const octane = createOctane(configuration.octane, (deviation) => deviations.push(deviation), undefined, {
    onAnswer: (answer) => answers.push(answer),
  });
  const found: Found = {};
  const checks: Check[] = [];
  try {
    for (const trial of TRIALS) checks.push(await tried(trial));
  } finally {
    octane.close();
  }
  return [...checks, ...notTried()];

  async function tried({ operation, call, needs }: Trial): Promise<Check> {
    const running = call(octane, subject, found);
    if (!running) return untried(operation, `Not tried: it needs ${needs}.`);
    const ofCall = await running.catch(failureOf);
    const answer = answers.find((candidate) => candidate.operation === operation);
    const findings = [
      ...ofCall,
      ...deviationsOf(deviations.filter((deviation) => deviation.operation === operation)),
      ...(answer ? [...unmappedWords(answer.json, configuration), ...clockFindings(answer)] : []),
    ];
    return {
      about: 'octane',
      name: operation,
      verdict: verdictOf(findings),
      ...(answer && { httpStatus: answer.httpStatus, took: Math.round(answer.took) }),
      findings: findings.map(({ sentence }) => sentence),
    };
  }
}

/** Operations that create, change or send something; and what only an enquiry that was made could be asked. */
function notTried(): Check[] {
  return OPERATION_NAMES.filter((name) => !TRIALS.some(({ operation }) => operation === name)).map((name) =>
    untried(
      name,
      name === 'getEnquiry'
        ? 'Not tried: it needs an enquiry, which would be a change.'
        : 'Not tried: it changes something.',
    ),
  );
}

function untried(name: string, sentence: string): Check {
  return { about: 'octane', name, verdict: 'notTried', findings: [sentence] };
}

/** An order that needs no visit is refused its timeslots, which says that the operation is there. */
function failureOf(error: unknown): Finding[] {
  if (!(error instanceof OctaneError)) throw error;
  const isAnswered = error.operation === 'queryTimeslots' && error.type === 'OctaneRefused' && !error.isNotFound;
  return [isAnswered ? note(`${error.message} Try it with an order that needs a visit.`) : bad(error.message)];
}

/** More would fill the screen, and have the same cause. */
const MOST_DEVIATIONS = 5;

function deviationsOf(deviations: readonly Deviation[]): Finding[] {
  const shown = deviations
    .slice(0, MOST_DEVIATIONS)
    .map(({ path, problem }) => note(`${path || 'The answer'}: ${problem}.`));
  const more = deviations.length - shown.length;
  return more > 0 ? [...shown, note(`${more} more places are not as documented.`)] : shown;
}
