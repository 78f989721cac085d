import { OPERATIONS, type Operation, type OperationName } from '../../octane/operations.ts';
import type { Answer, WireAnswer } from '../answer.ts';
import type { Call } from '../call.ts';

/** What a call says, apart from when and by whom. */
export type Request = Pick<Call, 'params' | 'query' | 'body'>;

export interface Route {
  method: Operation['method'] | 'PUT' | 'DELETE';
  /** Relative to the base URL, with the `{parameters}` of the table of operations. */
  path: string;
}

/** How an Octane speaks: a layer between the wire and the sandbox, which itself knows only the operations of `octane/`. */
export interface Personality {
  route: (operation: OperationName) => Route;
  /**
   * The request as the sandbox understands it.
   *
   * @throws Refusal when it lacks what this Octane asks for.
   */
  understand: (operation: OperationName, request: Request) => Request;
  /** The sandbox's answer as this Octane gives it. */
  say: (operation: OperationName, answer: WireAnswer) => Answer;
}

/** Speaks as `octane/` expects where nothing is configured. */
export const STANDARD: Personality = {
  route: (operation) => OPERATIONS[operation],
  understand: (_, request) => request,
  say: (_, answer) => answer,
};
