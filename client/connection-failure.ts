import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { GRPC, grpcStatusOf } from './grpc-status.ts';

/** Milliseconds for one look at why; on top of what the connection itself has waited. */
const LOOK_LIMIT = 1_000;

interface Server {
  /** Host and port. */
  address: string;
  /** Whether this side speaks TLS. */
  tls: boolean;
}

/** Why there is no connection to Temporal, and what to do: gRPC itself only says that the time is over. */
export async function whyNotConnected({ address, tls }: Server, error: unknown): Promise<string> {
  const status = grpcStatusOf(error);
  if (status === GRPC.unauthenticated || status === GRPC.permissionDenied) {
    return `Temporal at ${address} does not accept the credentials: check TEMPORAL_API_KEY, or the profile's api_key.`;
  }
  const { hostname: host, port } = new URL(`tcp://${address}`);
  const target = { host: host.replace(/^\[|\]$/g, ''), port: Number(port || 7233), timeout: LOOK_LIMIT };
  const unreachable = await failureOf(connectTcp(target), 'connect');
  if (unreachable !== undefined) {
    return `Temporal cannot be reached at ${address} (${unreachable}). Start it there, or name another server with --address or TEMPORAL_ADDRESS.`;
  }
  const names = { ...(isIP(target.host) === 0 && { servername: target.host }), ALPNProtocols: ['h2'] };
  const noTls = await failureOf(connectTls({ ...target, ...names, rejectUnauthorized: false }), 'secureConnect');
  if (tls && noTls !== undefined) {
    return `The server at ${address} does not speak TLS (${noTls}). Leave TLS away (TEMPORAL_TLS=false), or check the address.`;
  }
  if (tls) {
    const untrusted = await failureOf(connectTls({ ...target, ...names }), 'secureConnect');
    return `The TLS connection to ${address} failed${untrusted === undefined ? '' : ` (${untrusted})`}. Check TEMPORAL_TLS_SERVER_CA_CERT_PATH, TEMPORAL_TLS_SERVER_NAME and the client's certificate.`;
  }
  if (noTls === undefined) {
    return `The server at ${address} speaks TLS, and this side does not. Set TEMPORAL_TLS=true, or TEMPORAL_API_KEY.`;
  }
  return `Something listens at ${address}, but does not answer as Temporal. Check the address.`;
}

/** What keeps a socket from getting this far; undefined when nothing does. */
function failureOf(
  socket: ReturnType<typeof connectTcp>,
  event: 'connect' | 'secureConnect',
): Promise<string | undefined> {
  return new Promise<string | undefined>((resolve) => {
    socket.once(event, () => {
      resolve(undefined);
    });
    socket.once('timeout', () => {
      resolve('no answer');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    socket.once('close', () => {
      resolve('the connection was closed');
    });
  }).finally(() => socket.destroy());
}
