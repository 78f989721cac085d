import { DefaultLogger, type Logger } from '@temporalio/worker';
import { pino } from 'pino';
import { referenceOf } from '../contract/names.ts';
import type { LogLevel } from './configuration.ts';

/** Structured logs, a line of JSON each, for our code and the Temporal SDK alike. Nothing personal is ever handed to them. */
export function createLogger(level: LogLevel): Logger {
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  return new DefaultLogger(temporalLevel(level), ({ level: entryLevel, message, meta }) => {
    const { error, ...fields } = meta ?? {};
    log[pinoLevel(entryLevel)]({ ...orderOf(fields), ...fields, ...(error !== undefined && { err: error }) }, message);
  });
}

/** The order that a line is about, in the words of those who know nothing of workflows. */
function orderOf({ workflowId, workflowType }: Record<string, unknown>): { reference?: string; flow?: string } {
  if (typeof workflowId !== 'string' || typeof workflowType !== 'string') return {};
  const reference = referenceOf(workflowId);
  return reference === workflowId ? {} : { reference, flow: workflowType };
}

function temporalLevel(level: LogLevel) {
  return level.toUpperCase() as Uppercase<LogLevel>;
}

function pinoLevel(level: Uppercase<LogLevel>) {
  return level.toLowerCase() as LogLevel;
}
