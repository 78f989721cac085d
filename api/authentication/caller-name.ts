import { z } from 'zod';
import { TEXT_LIMITS } from '../../contract/limits.ts';
import { TEXT } from '../../contract/update-requests.ts';

/** The name of a caller, which orders take as `by`. */
export const callerName = z.string().min(1).max(TEXT_LIMITS.by).regex(TEXT, 'must be text on one line');
