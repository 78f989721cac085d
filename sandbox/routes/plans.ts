import { json } from '../answer.ts';
import type { Records } from '../records.ts';
import type { Handlers } from '../call.ts';

export function planRoutes({ catalogue }: Records): Handlers<'listPlans'> {
  return { listPlans: () => json(catalogue.view()) };
}
