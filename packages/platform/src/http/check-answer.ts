import type { Operation } from '@muniment/contract/operation';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

/**
 * Compares answers with the operation's own schema, unknown fields included, and throws where they differ. For tests:
 * a wrong answer is a bug, and in service it is better sent than withheld.
 */
export function createAnswerCheck(app: FastifyInstance, operation: Operation): (value: unknown) => void {
  type Validate = ((value: unknown) => boolean) & { errors?: unknown[] | null };
  let validate: Validate | undefined;
  const compile = (): Validate => {
    const schema = z.toJSONSchema(operation.response, { target: 'draft-7', io: 'output' });
    return app.validatorCompiler!({ schema, method: operation.method, url: operation.path, httpPart: 'response' }) as Validate;
  };
  return (value) => {
    if (typeof value === 'object' && value !== null && 'file' in value) return;
    validate ??= compile();
    // What is compared is what is sent: undefined fields vanish on the way.
    if (!validate(JSON.parse(JSON.stringify(value)))) {
      throw new TypeError(`The answer of ${operation.id} does not match its schema: ${JSON.stringify(validate.errors)}`);
    }
  };
}
