import { DefaultLogger, type Logger } from '@temporalio/worker';
import { pino } from 'pino';
import type { LogLevel } from './configuration.ts';

/** Structured logs, a line of JSON each, for our code and the Temporal SDK alike. Nothing personal is ever handed to them. */
export function createLogger(level: LogLevel): Logger {
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  return new DefaultLogger(temporalLevel(level), ({ level: entryLevel, message, meta }) => {
    const { error, ...fields } = meta ?? {};
    log[pinoLevel(entryLevel)]({ ...fields, ...(error !== undefined && { err: error }) }, message);
  });
}

function temporalLevel(level: LogLevel) {
  return level.toUpperCase() as Uppercase<LogLevel>;
}

function pinoLevel(level: Uppercase<LogLevel>) {
  return level.toLowerCase() as LogLevel;
}
