/** Codes of pg, of the system and of PostgreSQL that mean: the database cannot be reached just now. */
const unreachable =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOENT|EPIPE|ETIMEDOUT|57P0[1-3]|53300|08\w{3})$/;

/** Whether an exception says that the database is away, so that the caller may simply try again. */
export function isUnavailable(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && unreachable.test(code) && !(code === 'ENOENT' && !String(message).includes('connect'))) return true;
  return /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(String(message));
}
