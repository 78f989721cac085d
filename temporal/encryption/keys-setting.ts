import { z } from 'zod';
import { KeyRing } from './key-ring.ts';

/** `NBN_ENCRYPTION_KEYS`: a file with keys, which is read to tell what is wrong with it. */
export const encryptionKeysFile: z.ZodType<string, string> = z.string().check(({ value, issues }) => {
  try {
    new KeyRing(value);
  } catch (error) {
    issues.push({ code: 'custom', input: value, message: error instanceof Error ? error.message : 'unknown' });
  }
});
