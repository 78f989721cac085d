import type { Fallout, ResolveAction } from '../../contract/fallout.ts';
import { facts, underValue } from './facts.ts';
import { colours } from './terminal.ts';
import { withTimesIn } from './times.ts';

interface DecisionOptions {
  zone: string;
  /** Makes a command that can be pasted. */
  commandOf: (words: string[]) => string;
}

/** What a person has to decide, with a command for each answer. */
export function decision(reference: string, fallout: Fallout, { zone, commandOf }: DecisionOptions): string[] {
  const { code, step, sentence, choices } = fallout;
  return [
    ...facts([['To decide', `${colours.red(code)}, at "${step}": ${withTimesIn(zone, sentence)}`]]),
    ...choices.flatMap(({ action, effect }) => [
      underValue(`${colours.bold(action)}: ${effect}`),
      underValue(`  ${commandOf(answer(reference, action))}`),
    ]),
  ];
}

function answer(reference: string, action: ResolveAction): string[] {
  const more = action === 'adopt' ? ['--orderId', "'NUMBER'"] : [];
  return ['resolve', reference, action, ...more, '--by', '"$USER"', '--reason', "'why'"];
}
