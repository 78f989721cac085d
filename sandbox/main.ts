import { pino } from 'pino';
import { startConversation } from '../recording/conversation.ts';
import { readConversation } from '../recording/exchange.ts';
import { RunningClock } from './clock.ts';
import { startSandbox } from './sandbox.ts';
import { readSettings, type SandboxSettings } from './settings.ts';

const logger = pino({ name: 'sandbox' });

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const speed = settings.SANDBOX_SPEED;
  const groupNo = settings.SANDBOX_GROUP_NO;
  if (settings.SANDBOX_CONVERSATION !== undefined) return answerFrom(settings.SANDBOX_CONVERSATION, settings);
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
  stopOnSignal(sandbox);
}

/** Answers as an Octane was recorded to have done. */
async function answerFrom(folder: string, settings: SandboxSettings): Promise<void> {
  const exchanges = await readConversation(folder);
  const conversation = await startConversation({
    exchanges,
    host: settings.SANDBOX_HOST,
    port: settings.SANDBOX_PORT,
    username: settings.SANDBOX_USERNAME,
    password: settings.SANDBOX_PASSWORD,
  });
  logger.info({ baseUrl: conversation.baseUrl, exchanges: exchanges.length }, 'the recorded conversation is ready');
  stopOnSignal(conversation);
}

function stopOnSignal(server: { close: () => Promise<void> }): void {
  const stop = (signal: NodeJS.Signals): void => {
    logger.info({ signal }, 'the sandbox stops');
    void server.close();
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
