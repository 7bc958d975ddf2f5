/**
 * A frozen copy with the meaning JSON gives a value (no undefined, no Date, no NaN), so that every store hands out the
 * same record and nobody can change a stored one by accident.
 */
export const immutable = <T>(value: T): T => freeze(JSON.parse(JSON.stringify(value)) as T);

const freeze = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
};
