import { OPERATIONS } from '../../../octane/operations.ts';
import { NO_CONTENT } from '../../answer.ts';
import type { Personality } from '../personality.ts';
import { enveloped, errorOf } from './envelopes.ts';
import { withoutFixedFields } from './fixed-fields.ts';
import { inOwnForm } from './forms.ts';
import { asStandardQuery } from './queries.ts';
import { ROUTES } from './routes.ts';
import { inOwnWords } from './words.ts';

/** What this Octane confirms with nothing but a status. */
const CONFIRMED_WITHOUT_CONTENT: readonly string[] = ['cancelOrder', 'bookAppointment'];

/**
 * An Octane that other people could have built from the same documentation: everything that `octane/` calls inferred is
 * otherwise here, and what is documented stays.
 */
export const VARIANT: Personality = {
  route: (operation) => ROUTES[operation] ?? OPERATIONS[operation],
  understand: (operation, request) => ({
    params: request.params,
    query: asStandardQuery(operation, request),
    body: withoutFixedFields(operation, request.body),
  }),
  say: (operation, answer) => {
    const content = parsed(answer.contentType, answer.body);
    if (content === undefined) return answer;
    const good = answer.httpStatus < 300;
    const error = errorOf(content);
    if (good && !error && CONFIRMED_WITHOUT_CONTENT.includes(operation)) return NO_CONTENT;
    const said = error ?? enveloped(operation, inOwnForm(operation, inOwnWords(content)));
    return { ...answer, body: JSON.stringify(said), contentEncoding: 'gzip' };
  },
};

/** undefined for what is no JSON. */
function parsed(contentType: string, body: string): unknown {
  if (contentType !== 'application/json') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
