/**
 * Returns a frozen copy with the meaning that JSON gives a value (no undefined, no Date, no NaN), so that
 * every store returns the same record and callers cannot change a stored one by accident.
 */
export const immutable = <T>(value: T): T => copyOf(value) as T;

/** Copies plain JSON directly; any other value is serialized and parsed. */
const copyOf = (value: unknown): unknown => {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value === 0 ? 0 : value;
  if (Array.isArray(value))
    return Object.freeze(value.map((part) => (part === undefined ? null : copyOf(part))));
  if (typeof value !== 'object' || !isPlain(value)) return freeze(JSON.parse(JSON.stringify(value)));
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const part = (value as Record<string, unknown>)[key];
    if (part !== undefined) copy[key] = copyOf(part);
  }
  return Object.freeze(copy);
};

const isPlain = (value: object): boolean =>
  Object.getPrototypeOf(value) === Object.prototype &&
  !('toJSON' in value) &&
  !Object.hasOwn(value, '__proto__');

const freeze = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
};
