import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** Levels of `MUNIMENT_LOG`, quietest first. */
export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

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
      redact: {
        paths: ['authorization', 'cookie', '*.authorization', '*.cookie', '*.password', '*.token', 'password', 'token'],
        remove: true,
      },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}
