import type { FastifyInstance } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { errorAnswer, OfficeError } from '../errors/index.ts';
import type { Logger } from '../logging/index.ts';
import type { Metrics } from '../metrics/index.ts';

/** Codes of PostgreSQL and the network that mean "not now" rather than "wrong". */
const passing = /^(ECONNREFUSED|ECONNRESET|EPIPE|57P0[123]|08\w{3}|53300)$/;

/** One answer for every kind of error: refusals in their words, faults of ours as unknown, nothing leaked. */
export function answerErrors(app: FastifyInstance, log: Logger, metrics: Metrics): void {
  const refused = metrics.counter('yiwen_refusals_total', 'Refused requests', ['code']);
  app.setErrorHandler(async (error, request, reply) => {
    const refusal = asRefusal(error);
    if (refusal.status >= 500) {
      log.error(
        { requestId: request.id, route: request.routeOptions.url, stack: (error as Error).stack },
        'request failed',
      );
    }
    refused.inc({ code: refusal.code });
    return await reply
      .code(refusal.status)
      .type('application/json; charset=utf-8')
      .serializer((payload: unknown) => payload as string)
      .send(JSON.stringify(errorAnswer(refusal)));
  });
}

function asRefusal(error: unknown): OfficeError {
  if (error instanceof OfficeError) {
    return error;
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    return new OfficeError(
      'http.invalid-input',
      error.validation.map((one) => ({
        place: `${error.validationContext}${one.instancePath}`,
        message: one.message,
      })),
    );
  }
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (statusCode === 413) {
    return new OfficeError('http.too-large');
  }
  if (statusCode === 429) {
    return new OfficeError('http.too-many-requests');
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new OfficeError('http.invalid-input');
  }
  if (code === '23505') {
    return new OfficeError('http.conflict');
  }
  if (code === '23503') {
    return new OfficeError('http.unknown-reference');
  }
  return new OfficeError(code !== undefined && passing.test(code) ? 'http.unavailable' : 'http.fault');
}
