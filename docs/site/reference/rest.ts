// The REST routes and their schemas, from the OpenAPI document that a running server returns.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument, type JsonSchema } from '../../../packages/protocol/src/openapi.ts';
import { root } from '../navigation.ts';
import { cell } from './elements.ts';

const { version } = JSON.parse(readFileSync(join(root, 'packages/server/package.json'), 'utf8')) as {
  version: string;
};
export const openApi = openApiDocument({ path: '/chat', version });

type Schema = JsonSchema & {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  description?: string;
  additionalProperties?: Schema | boolean;
  [bound: string]: unknown;
};

/** A type in words: `string`, `Message[]`, `'a' | 'b'`; a schema of its own is a link. */
const typeOf = (schema: Schema): string => {
  const { $ref, items, anyOf, oneOf, additionalProperties } = schema;
  if ($ref) {
    const name = $ref.split('/').pop() ?? '';
    return `[${name}](schemas.md#${name.toLowerCase()})`;
  }
  if (schema.enum) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(' or ');
  if ('const' in schema) return `\`${JSON.stringify(schema.const)}\``;
  const either = anyOf ?? oneOf;
  if (either) return [...new Set(either.map(typeOf))].join(' or ');
  if (items) return `array of ${typeOf(items)}`;
  if (typeof additionalProperties === 'object') return `map of ${typeOf(additionalProperties)}`;
  return [schema.type ?? 'any'].flat().join(' or ');
};

/** What JSON Schema demands beyond the type, in words. The largest safe integer is no limit. */
const boundsOf = ({ minLength, maxLength, minimum, maximum, maxItems, format, pattern }: Schema): string => {
  const parts = [
    (format === 'uuid' || String(pattern).startsWith('^[0-9a-f]{8}-')) && 'a UUID',
    minLength === 1 && maxLength === undefined && 'not empty',
    typeof minLength === 'number' && minLength > 1 && `at least ${minLength} characters`,
    typeof maxLength === 'number' && `${minLength === 1 ? '1 to' : 'at most'} ${maxLength} characters`,
    typeof minimum === 'number' && `from ${minimum}`,
    typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER && `to ${maximum}`,
    typeof maxItems === 'number' && `at most ${maxItems}`,
  ];
  return parts.filter(Boolean).join(', ');
};

interface Field {
  name: string;
  where: string;
  schema: Schema;
  isRequired: boolean;
}

const fieldsOf = (schema: Schema, where: string, prefix = ''): Field[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, each]) => [
    { name: prefix + name, where, schema: each, isRequired: schema.required?.includes(name) ?? false },
    ...fieldsOf(each.items?.properties ? each.items : each, where, `${prefix}${name}.`),
  ]);

const table = (fields: Field[], hasWhere: boolean): string => {
  if (fields.length === 0) return '';
  const rows = fields.map(({ name, where, schema, isRequired }) => {
    const about = [boundsOf(schema), schema.description ?? ''].filter(Boolean).join('; ');
    const cells = [
      `\`${name}\`${isRequired ? '' : ' (optional)'}`,
      ...(hasWhere ? [where] : []),
      typeOf(schema),
      cell(about),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const head = hasWhere
    ? '| field | in | type | |\n| --- | --- | --- | --- |'
    : '| field | type | |\n| --- | --- | --- |';
  return `\n${head}\n${rows.join('\n')}\n`;
};

type Operation = (typeof openApi)['paths'][string][string];

const bodyFields = ({ requestBody }: Operation): Field[] =>
  Object.entries(requestBody?.content ?? {}).flatMap(([type, content]) =>
    fieldsOf(content.schema, type === 'application/json' ? 'body' : 'form'),
  );

const operationSection = (path: string, method: string, operation: Operation): string => {
  const { summary, parameters = [], responses } = operation;
  const fields = [
    ...parameters.map(({ name, in: where, schema, required }) => ({
      name,
      where,
      schema,
      isRequired: required,
    })),
    ...bodyFields(operation),
  ];
  const [status = '', success] = Object.entries(responses).find(([each]) => each.startsWith('2')) ?? [];
  const schema =
    success && 'content' in success ? (success.content['application/json']?.schema as Schema) : {};
  const inner = table(fieldsOf(schema, 'response'), false);
  return `### \`${method.toUpperCase()} ${path}\`

${summary}
${table(fields, true)}
Returns ${status}: ${typeOf(schema)}${inner ? ', with' : ''}
${inner}`;
};

export const restPage = (): string => {
  const all = Object.entries(openApi.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const sections = openApi.tags.map(({ name }) => {
    const own = all.filter(({ operation }) => operation.tags.includes(name));
    return `## ${name}\n\n${own.map(({ path, method, operation }) => operationSection(path, method, operation)).join('\n')}`;
  });
  return `# REST

Every route below \`/chat/api\`, generated from [the OpenAPI document](../openapi.json), which a running server
returns at \`/chat/api/openapi.json\`. Send \`Authorization: Bearer <token>\`. Errors have [codes](errors.md) and are
\`{ "error": … }\`, see [the schema](schemas.md#error). [The wire protocol](../wire-protocol.md#rest) explains pages,
retries and uploads.

${sections.join('\n')}`;
};

export const schemasPage = (): string => `# Schemas

The named objects of [REST](rest.md) and of [events](events.md), generated from the sources.

${Object.entries(openApi.components.schemas)
  .map(([name, schema]) => `## ${name}\n${table(fieldsOf(schema, ''), false) || `\n${typeOf(schema)}\n`}`)
  .join('\n')}`;
