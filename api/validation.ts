import type { FastifySchemaCompiler } from 'fastify';
import { z } from 'zod';
import { withoutNulls } from '../contract/absent.ts';
import { inWords, mostOf, wrongFieldsIn } from '../contract/validation.ts';
import { Problem } from './problems.ts';

/**
 * Checks a request as the contract does, in its words: null counts as absent, and every wrong field is named.
 *
 * @param bodyProblem - What a wrong body is called.
 */
export function validator(bodyProblem: 'InvalidOrder' | 'InvalidRequest'): FastifySchemaCompiler<unknown> {
  return ({ schema, httpPart }) =>
    (given: unknown) => {
      if (!(schema instanceof z.ZodType)) throw new TypeError('A schema of a route must be one of zod.');
      const present = withoutNulls(given);
      const { data, success } = schema.safeParse(present);
      if (success) return { value: data };
      const wrong = wrongFieldsIn(schema, present).map(({ path, message }) => ({ path: path || 'body', message }));
      const fields = mostOf(wrong, 'body');
      const type = httpPart === 'body' ? bodyProblem : 'InvalidRequest';
      return { error: new Problem(type, `The request is invalid: ${inWords(fields)}.`, fields) };
    };
}
