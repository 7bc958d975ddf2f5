import { ChatError, type Limits } from '@chat/protocol';

// Keys that change an object when it is merged or walked carelessly.
const poison = new Set(['__proto__', 'constructor', 'prototype']);

interface Place {
  value: object;
  depth: number;
  /** The input's field that contains it; absent for the input itself. */
  field?: string;
}

/**
 * Rejects input that could harm code that walks, echoes or stores it: deeper than `maxDepth`, more than
 * `maxKeys` keys and items, not plain JSON, text that is not well-formed or contains NUL, keys that reach a
 * prototype. Throws `invalid` or `too_large`, naming the field. Never recurses, and stops at the first
 * excess.
 */
export const guardInput = (value: unknown, limits: Pick<Limits, 'maxDepth' | 'maxKeys'>): void => {
  if (!isPlainObject(value)) throw new ChatError('invalid', 'input must be an object');
  const places: Place[] = [{ value, depth: 1 }];
  let keys = 0;
  for (let place = places.pop(); place; place = places.pop()) {
    const { value, depth, field } = place;
    if (depth > limits.maxDepth)
      throw refused('too_large', field, `must not be nested deeper than ${limits.maxDepth} levels`);
    const entries = entriesOf(value, field);
    keys += entries.length;
    if (keys > limits.maxKeys)
      throw refused('too_large', field, `must not bring the input above ${limits.maxKeys} keys and items`);
    for (const [key, child] of entries) {
      const childField = field ?? key.slice(0, 64);
      if (!Array.isArray(value)) guardKey(key, childField);
      if (typeof child === 'object' && child !== null)
        places.push({ value: child, depth: depth + 1, field: childField });
      else guardLeaf(child, childField);
    }
  }
};

/** Throws `too_large`, naming `text`, if a message's text is longer than the limit. */
export const guardText = (text: string, { maxTextLength }: Pick<Limits, 'maxTextLength'>): void => {
  if (text.length > maxTextLength)
    throw refused('too_large', 'text', `must be at most ${maxTextLength} characters`);
};

/**
 * Throws `too_large`, naming `data`, if its JSON is larger than the limit. Only for input that `guardInput`
 * accepted.
 */
export const guardData = (data: unknown, { maxDataBytes }: Pick<Limits, 'maxDataBytes'>): void => {
  if (data !== undefined && Buffer.byteLength(JSON.stringify(data)) > maxDataBytes)
    throw refused('too_large', 'data', `must be at most ${maxDataBytes} bytes of JSON`);
};

/** Throws `too_large`, naming `to`, if a private message has more recipients than the limit. */
export const guardRecipients = (
  to: readonly string[],
  { maxRecipients }: Pick<Limits, 'maxRecipients'>,
): void => {
  if (to.length > maxRecipients)
    throw refused('too_large', 'to', `must name at most ${maxRecipients} people`);
};

const entriesOf = (value: object, field: string | undefined): [string, unknown][] => {
  if (!Array.isArray(value) && !isPlainObject(value)) throw refused('invalid', field, 'must be plain JSON');
  return Object.entries(value);
};

const guardKey = (key: string, field: string): void => {
  if (poison.has(key)) throw refused('invalid', field, `must not have a key named ${key}`);
  if (!isStorable(key)) throw refused('invalid', field, 'must have keys of well-formed Unicode without NUL');
};

const guardLeaf = (value: unknown, field: string | undefined): void => {
  if (typeof value === 'string' && !isStorable(value))
    throw refused('invalid', field, 'must be well-formed Unicode without NUL');
  if (typeof value === 'number' && !Number.isFinite(value))
    throw refused('invalid', field, 'must be a finite number');
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol')
    throw refused('invalid', field, 'must be plain JSON');
};

// PostgreSQL's jsonb rejects NUL and half a surrogate pair.
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');

const isPlainObject = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const refused = (code: 'invalid' | 'too_large', field: string | undefined, rule: string): ChatError =>
  new ChatError(code, `${field ?? 'input'} ${rule}`, field === undefined ? {} : { field });
