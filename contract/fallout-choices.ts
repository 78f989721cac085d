import type { Choice, Fallout, ResolveAction } from './fallout.ts';

/** What the choices do, in the words that the operator reads. */
export const CHOICES = {
  retryStep: {
    action: 'retry',
    effect: 'does this step again; with "input", corrects the input and starts over from the checks',
  },
  retryPlaced: { action: 'retry', effect: 'does this step again' },
  startOver: {
    action: 'retry',
    effect:
      'starts over from the checks and places a new order with Octane, so only when it surely has none; "input" corrects the input',
  },
  searchForIt: {
    action: 'retry',
    effect:
      'starts over from the checks and searches for that order, to adopt it. When Octane has none, a withdrawn order ends then, and any other is placed; "input" corrects the input',
  },
  addCustomer: {
    action: 'retry',
    effect:
      'adds the customer again, so only when Octane surely has none; "input" with {"customer":{"custNo":…}} orders for the one that is there',
  },
  pollAgain: { action: 'retry', effect: 'keeps polling this order' },
  adopt: { action: 'adopt', effect: 'takes the order "orderId" that Octane has already, and follows it' },
  adoptUnchecked: {
    action: 'adopt',
    effect:
      'takes the order "orderId" that Octane has already, and only follows it: without the checks, and without what comes after it',
  },
  skip: { action: 'skip', effect: 'continues without this step' },
  abandon: { action: 'abandon', effect: 'ends this workflow as OrderAbandoned; nothing is changed at Octane' },
} as const satisfies Record<string, Choice>;

const TAKING_INPUT: readonly string[] = [
  CHOICES.retryStep.effect,
  CHOICES.startOver.effect,
  CHOICES.searchForIt.effect,
  CHOICES.addCustomer.effect,
];

/** Whether a retry may correct the input: not any more once Octane has carried out the order. */
export function takesInput({ choices }: Fallout): boolean {
  return choices.some(({ effect }) => TAKING_INPUT.includes(effect));
}

export function actionsOf({ choices }: Fallout): ResolveAction[] {
  return choices.map(({ action }) => action);
}
