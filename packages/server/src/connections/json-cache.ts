/** Cached JSON of values that are sent to many connections, created on first use. */
const texts = new WeakMap<object, string | null>();

/** Marks a value so that its JSON is created once. The value must not change any more. */
export const shareJson = <T extends object>(value: T): T => {
  if (!texts.has(value)) texts.set(value, null);
  return value;
};

/** `JSON.stringify` of a plain object that uses the cached JSON of its parts. */
export const toJson = (value: object): string => {
  if (!Object.values(value).some(isShared)) return JSON.stringify(value);
  const parts: string[] = [];
  for (const [key, part] of Object.entries(value) as [string, unknown][]) {
    const text = partJson(part);
    if (text !== undefined) parts.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${parts.join(',')}}`;
};

const isShared = (part: unknown): boolean => typeof part === 'object' && part !== null && texts.has(part);

const partJson = (part: unknown): string | undefined => {
  const cached = typeof part === 'object' && part !== null ? texts.get(part) : undefined;
  if (cached) return cached;
  const text = JSON.stringify(part) as string | undefined;
  if (cached === null && text !== undefined) texts.set(part as object, text);
  return text;
};
