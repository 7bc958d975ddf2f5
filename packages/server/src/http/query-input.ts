import type { InputSchema } from '@chat/protocol';

interface Field {
  type: string;
  wrapped?: Field;
}

/**
 * Input fields from a query or path: all text, so numbers and booleans are read as what the command's schema says they
 * are. What does not look like one stays text, and names outside the schema stay too, for the schema to refuse.
 */
export const queryInput = (query: URLSearchParams, schema: InputSchema): Record<string, unknown> => {
  const names = [...new Set(query.keys())];
  return Object.fromEntries(names.map((name) => [name, read(query.getAll(name), typeOf(schema, name))]));
};

const typeOf = ({ entries }: InputSchema, name: string): string | undefined => {
  let field: Field | undefined = Object.hasOwn(entries, name) ? entries[name] : undefined;
  while (field?.wrapped) field = field.wrapped;
  return field?.type;
};

const read = (values: string[], type: string | undefined): unknown => {
  if (type === 'array') return values;
  if (values.length > 1) return values;
  const [value = ''] = values;
  if (type === 'number' && /^-?\d{1,16}(\.\d{1,16})?$/.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
};
