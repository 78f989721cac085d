import type { OrderState } from '../../contract/states.ts';
import { colours } from './terminal.ts';

/** A state, or a line about it, coloured when it needs a person: red to decide, yellow to ask the customer or map a word. */
export function stateInColour(state: OrderState, text: string = state): string {
  if (state === 'fallout') return colours.red(text);
  return state === 'pending' || state === 'unknown' ? colours.yellow(text) : text;
}
