import type { Config } from '@muniment/platform/config';
import { createLogger } from '@muniment/platform/log';
import { createServices } from '@muniment/server';
import type { OperatorParts } from '@muniment/server/operator';
import { openForOperator } from './installation.ts';

/**
 * What the operator's commands do. Commands load this when they are carried out: it brings the whole server along, which
 * would make every command over the API start slower.
 */
export { moveClock } from '@muniment/platform/clock';
export { auditLedger, checkCatalog, createVendor, loadCatalog, resetAdministrator } from '@muniment/server/operator';
export { tell, tellRefusal } from './output.ts';

/** Opens the installation, or attaches to the server that runs on it, for as long as `work` takes. */
export async function withInstallation<T>(config: Config, work: (parts: OperatorParts) => Promise<T>): Promise<T> {
  const installation = await openForOperator({ config, logger: createLogger(config.logLevel) });
  try {
    const publicUrl = config.publicUrl ?? installation.url ?? `http://${config.host}:${config.port || 7070}`;
    return await work({ ...installation, services: createServices({ ...installation, publicUrl }) });
  } finally {
    await installation.close();
  }
}
