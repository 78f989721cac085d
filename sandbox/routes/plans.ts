import { json } from '../answer.ts';
import type { Books } from '../books.ts';
import type { Handlers } from '../call.ts';

export function planRoutes({ catalogue }: Books): Handlers<'listPlans'> {
  return { listPlans: () => json(catalogue.view()) };
}
