import { z } from 'zod';
import { PERSONALITY_NAMES } from './personalities/personalities.ts';

const settings = z.object({
  SANDBOX_HOST: z.string().default('127.0.0.1'),
  SANDBOX_PORT: z
    .string()
    .regex(/^\d+$/, 'must be a port number')
    .transform(Number)
    .pipe(z.number().max(65535, 'must be at most 65535'))
    .default(8480),
  SANDBOX_USERNAME: z.string('must be set: the user name that calls are accepted with'),
  SANDBOX_PASSWORD: z.string('must be set: the password that calls are accepted with'),
  SANDBOX_GROUP_NO: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be a number of at most 9 digits')
    .default('123'),
  SANDBOX_PERSONALITY: z.enum(PERSONALITY_NAMES, `must be one of ${PERSONALITY_NAMES.join(', ')}`).default('standard'),
  /** A folder of recorded exchanges to answer from, in place of the sandbox's own records. */
  SANDBOX_CONVERSATION: z.string().optional(),
  /** Simulated seconds per real second. */
  SANDBOX_SPEED: z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'must be a number such as 60')
    .transform(Number)
    .pipe(z.number().positive('must be more than 0').max(1_000_000, 'must be at most 1000000'))
    .default(1),
});
export type SandboxSettings = z.output<typeof settings>;

/**
 * Reads the sandbox's settings. An empty variable counts as not set.
 *
 * @throws Error that names every wrong setting, without its value.
 */
export function readSettings(environment: NodeJS.ProcessEnv): SandboxSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = settings.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw new Error(`The sandbox cannot start: ${problems.join('; ')}.`);
}
