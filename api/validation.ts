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
      try {
        return { value: checked(schema, given, httpPart === 'body' ? bodyProblem : 'InvalidRequest') };
      } catch (error) {
        if (error instanceof Problem) return { error };
        throw error;
      }
    };
}

/** @throws Problem that names every wrong field. */
export function checked<T>(
  schema: z.ZodType<T>,
  given: unknown,
  problem: 'InvalidOrder' | 'InvalidRequest' = 'InvalidRequest',
): T {
  const present = withoutNulls(given);
  const { data, success } = schema.safeParse(present);
  if (success) return data;
  const wrong = wrongFieldsIn(schema, present).map(({ path, message }) => ({ path: path || 'body', message }));
  const fields = mostOf(wrong, 'body');
  throw new Problem(problem, `The request is invalid: ${inWords(fields)}.`, fields);
}
