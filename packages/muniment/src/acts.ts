import type { Config } from '@muniment/platform/config';
import { createLogger } from '@muniment/platform/log';
import { isUnavailable } from '@muniment/platform/postgres';
import { createServices } from '@muniment/server';
import type { OperatorParts } from '@muniment/server/operator';
import { openForOperator } from './installation.ts';
import { StartError } from './start-error.ts';

/**
 * What the operator's commands do. Commands load this when they are carried out: it brings the whole server along, which
 * would make every command over the API start slower.
 */
export { moveClock } from '@muniment/platform/clock';
export {
  auditLedger,
  checkCatalog,
  createVendor,
  demoControllers,
  demoPrograms,
  loadCatalog,
  resetAdministrator,
} from '@muniment/server/operator';
export { demoDirectories } from './demo.ts';
export { tell, tellRefusal } from './output.ts';

/** Opens the installation, or attaches to the server that runs on it, for as long as `work` takes. */
export async function withInstallation<T>(
  config: Config,
  tell: (line: string) => void,
  work: (parts: OperatorParts) => Promise<T>,
): Promise<T> {
  const installation = await openForOperator({ config, logger: createLogger(config.logLevel), tell });
  try {
    const publicUrl = config.publicUrl ?? installation.url ?? `http://${config.host}:${config.port || 7070}`;
    return await work({ ...installation, services: createServices({ ...installation, publicUrl }) });
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    throw new StartError(
      `The database went away while the command was at work: ${(error as Error).message}\n` +
        'It was done whole or not at all: look which, and if it was not, give the command again.',
    );
  } finally {
    await installation.close();
  }
}
