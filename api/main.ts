import { pino } from 'pino';
import { NbnOrders } from '../client/index.ts';
import { readApiConfiguration } from './configuration.ts';
import { ANSWER_EXPECTED } from './limits.ts';
import { startApi } from './start.ts';

/** The API's process. Ends by itself with 0 after SIGINT or SIGTERM, and with 1 and a message when it cannot run. */
try {
  const configuration = readApiConfiguration(process.env);
  const logger = pino({ level: configuration.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  // Temporal may come later than the API.
  const orders = await NbnOrders.connect({ lazy: true, answerExpected: ANSWER_EXPECTED });
  const { url, key, close } = await startApi(orders, configuration, logger);
  logger.info({ url }, 'Ready');
  // For the person at the terminal, and never for the log.
  if (key !== undefined) console.error(`No logins are configured. The key of this process, shown once: ${key}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      // The connection is not closed before: a call that was given up may wait for its retry, which would throw on a closed one.
      void close().then(() => process.exit());
    });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
