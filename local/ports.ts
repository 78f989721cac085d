import { createServer } from 'node:net';

/**
 * A TCP port of 127.0.0.1 that nothing listens on. It is free when it is returned and is not kept, so use it at once.
 *
 * @param preferred - Returned when it is free. Default: whichever the operating system gives.
 */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred === undefined) return listenOnce(0);
  try {
    return await listenOnce(preferred);
  } catch (error) {
    if (!isTaken(error)) throw error;
    return listenOnce(0);
  }
}

/** Listens for a moment: the only reliable way to know that one can. */
async function listenOnce(port: number): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  });
}

/** In use, or below 1024 and not ours to use. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
}
