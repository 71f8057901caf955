import { resolve } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { type LogLevel, logLevels } from '../log/index.ts';

/** What the environment says about an installation. */
export interface Config {
  /** `DATABASE_URL`: the owner's login; null means the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  /** `PORT`, 7070 unless said; 0 takes any free one. */
  readonly port: number;
  /** `HOST`, 127.0.0.1 unless said. */
  readonly host: string;
  /** `MUNIMENT_DATA`: directory of database, keys and lock; `.muniment` in the current directory unless said. */
  readonly dataDirectory: string;
  /** `MUNIMENT_DEMO`: `off` never loads the demo. */
  readonly demo: boolean;
  /** `MUNIMENT_SMTP_URL`, such as `smtp://user:password@mail.example.com:587`; null keeps mails in the outbox. */
  readonly smtpUrl: string | null;
  /** `MUNIMENT_MAIL_FROM`: the sender of mails. */
  readonly mailFrom: string;
  /** `MUNIMENT_TEST_CLOCK=1` makes a new installation one whose clock can be moved; an instant is what it shows first. */
  readonly testClock: boolean | Temporal.Instant;
  /** `MUNIMENT_PUBLIC_URL`: where people reach the server, for links; null means the address it listens on. */
  readonly publicUrl: string | null;
  /** `MUNIMENT_LOG`: warn unless said. */
  readonly logLevel: LogLevel;
  /** `MUNIMENT_TRUST_PROXY`: addresses or networks of proxies whose `X-Forwarded-…` headers count, separated by commas. */
  readonly trustProxy: string | null;
  /** `MUNIMENT_RATE_LIMITS`: such as `interactive=600/60,public=none` (requests per seconds). */
  readonly rateLimits: Readonly<Record<string, { readonly limit: number; readonly windowSeconds: number } | null>>;
  /** `MUNIMENT_METRICS_TOKEN`: bearer token for `/metrics`; without it only this machine may read them. */
  readonly metricsToken: string | null;
}

export type ConfigResult = { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly errors: readonly string[] };

type Environment = Readonly<Record<string, string | undefined>>;
type Report = (error: string) => void;

function url(name: string, value: string | undefined, protocols: readonly string[], report: Report): string | null {
  if (value === undefined || value === '') return null;
  // Not `new URL`: libpq's addresses without host (`postgres://user@/name?host=/run/postgresql`) are no web addresses.
  const protocol = /^([a-z]+):\/\/\S+$/.exec(value)?.[1];
  if (protocol !== undefined && protocols.includes(protocol)) return value;
  // The value itself may hold a password, so it is not repeated.
  report(`${name} must be an address that begins with ${protocols.map((one) => `${one}://`).join(' or ')}.`);
  return null;
}

function publicUrl(value: string | undefined, report: Report): string | null {
  const given = url('MUNIMENT_PUBLIC_URL', value, ['http', 'https'], report);
  if (given === null) return null;
  if (URL.canParse(given) && new URL(given).pathname === '/') return new URL(given).origin;
  report('MUNIMENT_PUBLIC_URL must be an address without a path, such as https://licences.example.com.');
  return null;
}

function flag(name: string, value: string | undefined, fallback: boolean, report: Report): boolean {
  if (value === undefined || value === '') return fallback;
  if (['1', 'on', 'true', 'yes'].includes(value.toLowerCase())) return true;
  if (['0', 'off', 'false', 'no'].includes(value.toLowerCase())) return false;
  report(`${name} must be on or off, not “${value}”.`);
  return fallback;
}

function testClock(value: string | undefined, report: Report): Config['testClock'] {
  const name = 'MUNIMENT_TEST_CLOCK';
  if (!/^\d{4}-/.test(value ?? '')) return flag(name, value, false, report);
  try {
    return Temporal.Instant.from(value!);
  } catch {
    report(`${name} must be on, off or an instant such as 2024-01-31T09:00:00Z, not “${value}”.`);
    return false;
  }
}

function port(value: string | undefined, report: Report): number {
  if (value === undefined || value === '') return 7070;
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
  report(`PORT must be a number from 0 to 65535, not “${value}”.`);
  return 7070;
}

function logLevel(value: string | undefined, report: Report): LogLevel {
  const level = logLevels.find((one) => one === (value || 'warn'));
  if (!level) report(`MUNIMENT_LOG must be one of ${logLevels.join(', ')}, not “${value}”.`);
  return level ?? 'warn';
}

function rateLimits(value: string | undefined, report: Report): Config['rateLimits'] {
  const limits: Record<string, { limit: number; windowSeconds: number } | null> = {};
  for (const item of (value ?? '').split(',').filter((one) => one.trim() !== '')) {
    const match = /^\s*(interactive|machine|sign-in|public)=(?:(none)|([1-9]\d*)\/([1-9]\d*))\s*$/.exec(item);
    if (match) limits[match[1]!] = match[2] ? null : { limit: Number(match[3]), windowSeconds: Number(match[4]) };
    else
      report(
        `MUNIMENT_RATE_LIMITS: “${item.trim()}” is not like interactive=600/60 or public=none (classes: interactive, machine, sign-in, public).`,
      );
  }
  return limits;
}

/** Reads the environment; every error at once, each as a sentence that names the variable. */
export function readConfig(environment: Environment, currentDirectory: string): ConfigResult {
  const errors: string[] = [];
  const report: Report = (error) => errors.push(error);
  const config: Config = {
    databaseUrl: url('DATABASE_URL', environment.DATABASE_URL, ['postgres', 'postgresql'], report),
    port: port(environment.PORT, report),
    host: environment.HOST || '127.0.0.1',
    dataDirectory: resolve(currentDirectory, environment.MUNIMENT_DATA || '.muniment'),
    demo: flag('MUNIMENT_DEMO', environment.MUNIMENT_DEMO, true, report),
    smtpUrl: url('MUNIMENT_SMTP_URL', environment.MUNIMENT_SMTP_URL, ['smtp', 'smtps'], report),
    mailFrom: environment.MUNIMENT_MAIL_FROM || 'Muniment <muniment@localhost>',
    testClock: testClock(environment.MUNIMENT_TEST_CLOCK, report),
    publicUrl: publicUrl(environment.MUNIMENT_PUBLIC_URL, report),
    logLevel: logLevel(environment.MUNIMENT_LOG, report),
    trustProxy: environment.MUNIMENT_TRUST_PROXY || null,
    rateLimits: rateLimits(environment.MUNIMENT_RATE_LIMITS, report),
    metricsToken: environment.MUNIMENT_METRICS_TOKEN || null,
  };
  return errors.length > 0 ? { ok: false, errors } : { ok: true, config };
}
