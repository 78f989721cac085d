import { json } from '../answer.ts';
import type { Handlers } from '../call.ts';
import type { Records } from '../records.ts';

export function planRoutes({ catalogue }: Records): Handlers<'listPlans'> {
  return { listPlans: () => json(catalogue.view()) };
}
