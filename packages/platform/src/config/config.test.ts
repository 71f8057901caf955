import { describe, expect, it } from 'vitest';
import { readConfig } from './index.ts';

describe('the environment', () => {
  it('need say nothing', () => {
    expect(readConfig({}, '/srv/checkout')).toEqual({
      ok: true,
      config: {
        databaseUrl: null,
        port: 7070,
        host: '127.0.0.1',
        dataDirectory: '/srv/checkout/.muniment',
        demo: true,
        smtpUrl: null,
        mailFrom: 'Muniment <muniment@localhost>',
        testClock: false,
        publicUrl: null,
        logLevel: 'warn',
        trustProxy: null,
        rateLimits: {},
        metricsToken: null,
      },
    });
  });

  it('sets everything', () => {
    const result = readConfig(
      {
        DATABASE_URL: 'postgres://muniment@/licences?host=/run/postgresql',
        PORT: '0',
        HOST: '::1',
        MUNIMENT_DATA: '/var/lib/muniment',
        MUNIMENT_DEMO: 'off',
        MUNIMENT_SMTP_URL: 'smtp://mail.example.com',
        MUNIMENT_TEST_CLOCK: '1',
        MUNIMENT_PUBLIC_URL: 'https://licences.example.com/',
        MUNIMENT_LOG: 'info',
        MUNIMENT_RATE_LIMITS: 'interactive=600/60, public=none',
      },
      '/srv',
    );
    expect(result).toMatchObject({
      ok: true,
      config: {
        databaseUrl: 'postgres://muniment@/licences?host=/run/postgresql',
        port: 0,
        host: '::1',
        dataDirectory: '/var/lib/muniment',
        demo: false,
        testClock: true,
        publicUrl: 'https://licences.example.com',
        rateLimits: { interactive: { limit: 600, windowSeconds: 60 }, public: null },
      },
    });
  });

  it('is refused with every error at once, each naming its variable, and no password repeated', () => {
    const result = readConfig(
      {
        DATABASE_URL: 'mysql://root:hunter2@db/x',
        PORT: '99999',
        MUNIMENT_DEMO: 'maybe',
        MUNIMENT_SMTP_URL: 'mail.example.com',
        MUNIMENT_PUBLIC_URL: 'https://example.com/licences',
        MUNIMENT_LOG: 'loud',
        MUNIMENT_RATE_LIMITS: 'everybody=1',
      },
      '/srv',
    );
    if (result.ok) throw new Error('this environment is wrong everywhere');
    const named = [
      'DATABASE_URL',
      'PORT',
      'MUNIMENT_DEMO',
      'MUNIMENT_SMTP_URL',
      'MUNIMENT_PUBLIC_URL',
      'MUNIMENT_LOG',
      'MUNIMENT_RATE_LIMITS',
    ];
    for (const [index, name] of [...named].sort().entries()) expect([...result.errors].sort()[index]).toMatch(new RegExp(`^${name}\\b`));
    expect(result.errors.join()).not.toContain('hunter2');
  });
});
