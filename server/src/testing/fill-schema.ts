import { z } from 'zod';

/** What a made-up value is made from. */
export type Filling = {
  /** The id put wherever one is asked for. */
  id: string;
  /** A text that is looked for in nothing. */
  text?: string;
  /** Leave out members that are not required. */
  bare?: boolean;
};

type Json = {
  type?: string | string[];
  format?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Json>;
  required?: string[];
  items?: Json | Json[];
  prefixItems?: Json[];
  minItems?: number;
  anyOf?: Json[];
  oneOf?: Json[];
  allOf?: Json[];
  minimum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  default?: unknown;
  $ref?: string;
  $defs?: Record<string, Json>;
};

/** A value that a schema accepts, as far as a schema says what it accepts; undefined without a schema. */
export function fillSchema(schema: z.ZodType | undefined, filling: Filling): unknown {
  if (!schema) {
    return undefined;
  }
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
  return fill(json, filling, json.$defs ?? {}, 0);
}

function fill(json: Json, filling: Filling, definitions: Record<string, Json>, depth: number): unknown {
  if (json.$ref) {
    return fill(definitions[json.$ref.split('/').at(-1)!] ?? {}, filling, definitions, depth + 1);
  }
  if (json.const !== undefined) {
    return json.const;
  }
  if (json.enum) {
    return json.enum[0];
  }
  const choice = json.anyOf ?? json.oneOf;
  if (choice) {
    return fill(choice[0]!, filling, definitions, depth);
  }
  switch (Array.isArray(json.type) ? json.type[0] : json.type) {
    case 'object':
      return fillObject(json, filling, definitions, depth);
    case 'array':
      return fillArray(json, filling, definitions, depth);
    case 'string':
      return fillString(json, filling);
    case 'integer':
    case 'number':
      return Math.max(json.minimum ?? 1, (json.exclusiveMinimum ?? 0) + 1);
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function fillObject(json: Json, filling: Filling, definitions: Record<string, Json>, depth: number): unknown {
  const required = new Set(json.required ?? []);
  const members = Object.entries(json.properties ?? {}).filter(
    ([name]) => required.has(name) || !(filling.bare || depth > 6),
  );
  return Object.fromEntries(
    members.map(([name, member]) => [name, fill(member, filling, definitions, depth + 1)]),
  );
}

function fillArray(json: Json, filling: Filling, definitions: Record<string, Json>, depth: number): unknown {
  const tuple = json.prefixItems ?? (Array.isArray(json.items) ? json.items : undefined);
  if (tuple) {
    return tuple.map((item) => fill(item, filling, definitions, depth + 1));
  }
  const count = Math.max(json.minItems ?? 0, depth > 6 ? 0 : 1);
  return Array.from({ length: count }, () =>
    fill((json.items as Json) ?? {}, filling, definitions, depth + 1),
  );
}

function fillString(json: Json, filling: Filling): string {
  switch (json.format) {
    case 'uuid':
      return filling.id;
    case 'date':
      return '2026-11-25';
    case 'date-time':
      return '2026-11-25T01:00:00.000Z';
    case 'uri':
      return 'https://example.com/';
    default:
  }
  const samples = ['000000', '2026-11-25', 'abcdef', '禾汀政发', 'a'.repeat(64), '#000000', '12'];
  const text = (filling.text ?? '试验').padEnd(json.minLength ?? 0, '一');
  return json.pattern ? (samples.find((one) => new RegExp(json.pattern!, 'u').test(one)) ?? text) : text;
}
