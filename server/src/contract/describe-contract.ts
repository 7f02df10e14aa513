/** The generated files of `contract/`, made from the modules themselves. */
import { z } from 'zod';
import { modules } from '../main.ts';
import { errorEntries } from '../platform/errors/index.ts';
import { actKinds } from '../platform/events/index.ts';
import { describeApi } from '../platform/node/index.ts';
import { describeSchema } from './describe-schema.ts';
import { standardEvents } from './standard-events.ts';

/** File name → text. Takes a database of its own for the tables; about two seconds. */
export async function describeContract(): Promise<Record<string, string>> {
  return {
    'openapi.json': json(await describeApi(modules)),
    'errors.json': json(errorEntries()),
    'events.json': json(
      actKinds().map(({ kind, version, label, schema }) => ({
        kind,
        version,
        label,
        body: z.toJSONSchema(schema, { unrepresentable: 'any' }),
      })),
    ),
    'standard-events.json': json(standardEvents),
    'schema.sql': await describeSchema(modules),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
