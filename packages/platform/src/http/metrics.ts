import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** The numbers `/metrics` shows (Prometheus text format), with a place for others to add theirs. */
export interface Metrics {
  readonly registry: Registry;
  observe(operation: string, status: number, seconds: number): void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const histogram = new Histogram({
    name: 'muniment_http_request_duration_seconds',
    help: 'Time to answer, by operation and class of status',
    labelNames: ['operation', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  // Looking labels up costs more than counting; the few combinations there are are kept.
  const children = new Map<string, { observe(value: number): void }>();
  return {
    registry,
    observe(operation, status, seconds) {
      const family = `${Math.floor(status / 100)}xx`;
      const id = `${operation} ${family}`;
      const child = children.get(id) ?? histogram.labels(operation, family);
      children.set(id, child);
      child.observe(seconds);
    },
  };
}

/** The numbers are for whoever runs the machine: with the token, or from the machine itself and not through a proxy. */
function mayRead(request: FastifyRequest, token: string | null): boolean {
  if (token !== null) return request.headers.authorization === `Bearer ${token}`;
  return /^(::1|(::ffff:)?127\.)/.test(request.socket.remoteAddress ?? '') && request.headers['x-forwarded-for'] === undefined;
}

/** Adds `/metrics`; to everybody else it does not exist. */
export function addMetricsRoute(
  app: FastifyInstance,
  metrics: Metrics,
  token: string | null,
  notFound: (request: FastifyRequest, reply: FastifyReply) => void,
): void {
  app.get('/metrics', async (request, reply) => {
    if (mayRead(request, token)) reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
    else notFound(request, reply);
    return reply;
  });
}
