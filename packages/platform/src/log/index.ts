import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** Levels of `MUNIMENT_LOG`, quietest first. */
export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * What a line says of an exception. Drivers hang whole connections onto theirs, and the database's own details may
 * repeat what somebody entered.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return { name, message, stack, ...(code === undefined ? {} : { code }), ...(cause === undefined ? {} : { cause: describeError(cause) }) };
}

/**
 * One JSON object a line on standard error: standard output belongs to what a command answers. Secrets that might come
 * along in headers are left out.
 */
export function createLogger(level: LogLevel): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
      redact: {
        paths: ['authorization', 'cookie', '*.authorization', '*.cookie', '*.password', '*.token', 'password', 'token'],
        remove: true,
      },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}
