import { pino } from 'pino';
import { RunningClock } from './clock.ts';
import { startSandbox } from './sandbox.ts';
import { readSettings } from './settings.ts';

const logger = pino({ name: 'sandbox' });

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const speed = settings.SANDBOX_SPEED;
  const groupNo = settings.SANDBOX_GROUP_NO;
  const sandbox = await startSandbox({
    clock: new RunningClock({ speed }),
    host: settings.SANDBOX_HOST,
    port: settings.SANDBOX_PORT,
    username: settings.SANDBOX_USERNAME,
    password: settings.SANDBOX_PASSWORD,
    groupNo,
    personality: settings.SANDBOX_PERSONALITY,
    logger,
  });
  logger.info(
    { baseUrl: sandbox.baseUrl, groupNo, speed, personality: settings.SANDBOX_PERSONALITY },
    'the sandbox is ready',
  );

  const stop = (signal: NodeJS.Signals): void => {
    logger.info({ signal }, 'the sandbox stops');
    void sandbox.close();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

try {
  await main();
} catch (error) {
  logger.fatal(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
