import { NotConnected } from '../errors.ts';
import { GRPC, grpcStatusOf } from '../grpc-status.ts';

/** A failure as a line for a person: its cause, and what to do where that is known. */
export function failureLine(error: unknown): string {
  const namespace = missingNamespace(error);
  if (namespace !== undefined) {
    return `Temporal has no namespace "${namespace}". Name another one with --namespace or TEMPORAL_NAMESPACE.`;
  }
  if (error instanceof NotConnected) return error.message;
  const message = messages(error);
  const status = grpcStatusOf(error);
  if (status === GRPC.unauthenticated || status === GRPC.permissionDenied) {
    return `Temporal does not accept the credentials: check TEMPORAL_API_KEY, or the profile's api_key. (${message})`;
  }
  if (status === GRPC.unavailable) return `Temporal cannot be reached any more. (${message})`;
  if (status === GRPC.deadlineExceeded) return `Temporal did not answer in time. (${message})`;
  if (status === GRPC.invalidArgument && message.includes('invalid search attribute: Nbn')) {
    return 'The namespace lacks the search attributes of orders: no worker has run there yet, or it is another namespace.';
  }
  return message;
}

/** By its name: the class would load Temporal's client for every command, also for those that do without. */
function missingNamespace(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'NamespaceNotFoundError' || !('namespace' in error)) return undefined;
  return String(error.namespace);
}

/** The message, and those of its causes that say more. */
function messages(error: unknown): string {
  const all: string[] = [];
  for (let at = error; at !== undefined; at = at instanceof Error ? at.cause : undefined) {
    if (!(at instanceof Error)) break;
    all.push(at.message);
    // Ours are complete.
    if (at.name !== 'ServiceError') break;
  }
  return all.join(': ') || String(error);
}
