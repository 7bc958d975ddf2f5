import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { ImportError } from './source.ts';

/** A member of a JSON object, or an item of an array in it. If the file is one array, `key` is empty. */
export interface JsonPart {
  key: string;
  value: unknown;
  /** Where it begins in the file. */
  line: number;
}

const chunkBytes = 262_144;

/**
 * Reads a JSON file part by part: each item of the arrays at its top level, and each other member. One part
 * is in memory at a time, however large the file is. Throws an `ImportError` that names the file and the line.
 */
export const readJson = async function* (path: string): AsyncGenerator<JsonPart> {
  const splitter = createSplitter(path);
  const chunks = createReadStream(path, { encoding: 'utf8', highWaterMark: chunkBytes });
  for await (const chunk of chunks as AsyncIterable<string>) yield* splitter.push(chunk);
  splitter.end();
};

/** Reads a small JSON file at once. */
export const readWhole = async <T>(path: string): Promise<T> =>
  parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''), path, 1) as T;

/** Reads a file with a JSON document per line. Empty lines are skipped. */
export const readLines = async function* (path: string): AsyncGenerator<{ value: unknown; line: number }> {
  const input = createReadStream(path, { highWaterMark: chunkBytes });
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() !== '') yield { value: parse(text, path, line), line };
  }
};

/** Returns whether a file has a JSON document per line, by its beginning. */
export const hasLines = async (path: string): Promise<boolean> => {
  const handle = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(chunkBytes), 0, chunkBytes, 0);
    const [first = ''] = buffer.toString('utf8', 0, bytesRead).trimStart().split('\n');
    const value: unknown = JSON.parse(first);
    return typeof value === 'object' && !Array.isArray(value);
  } catch {
    return false;
  } finally {
    await handle.close();
  }
};

const parse = (text: string, path: string, line: number): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const { message } = error as Error;
    // Of a document of several lines, the message may tell how far it could be read.
    const [, position = '0'] = /position (\d+)/.exec(message) ?? [];
    const before = text.slice(0, Number(position)).split('\n').length - 1;
    throw new ImportError(`${basename(path)}:${line + before}: ${message}`);
  }
};

const isBlank = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;

interface Splitter {
  push(chunk: string): Generator<JsonPart>;
  end(): void;
}

/** What the next character can be: the whole document, a member's key, its colon, its value, or an item. */
type Expected = 'document' | 'key' | 'colon' | 'value' | 'item' | 'nothing';

const createSplitter = (path: string): Splitter => {
  let expected: Expected = 'document';
  /** The document is an array, so that the end of its items is the end of all. */
  let isArray = false;
  let key = '';
  /** The part that is being read: its text in earlier chunks, its nesting, and whether it is in a string. */
  let isReading = false;
  let pending = '';
  let depth = 0;
  let isString = false;
  let isEscaped = false;
  let line = 1;
  let beganAt = 1;

  const fail = (found: string): never => {
    throw new ImportError(`${basename(path)}:${line}: this is not JSON: ${found} is not expected here`);
  };

  const begin = (code: number): void => {
    isReading = true;
    beganAt = line;
    isString = code === 34;
    depth = code === 123 || code === 91 ? 1 : 0;
  };

  /** Takes a character outside of the parts. */
  const structure = (code: number): void => {
    const character = String.fromCharCode(code);
    if (isBlank(code) || code === 0xfeff) return;
    if (expected === 'document') {
      if (code !== 123 && code !== 91) fail(character);
      isArray = code === 91;
      expected = isArray ? 'item' : 'key';
    } else if (expected === 'key') {
      if (code === 34) begin(code);
      else if (code === 125) expected = 'nothing';
      else if (code !== 44) fail(character);
    } else if (expected === 'colon') {
      if (code !== 58) fail(character);
      expected = 'value';
    } else if (expected === 'value') {
      if (code === 91) expected = 'item';
      else begin(code);
    } else if (expected === 'item') {
      if (code === 93) expected = isArray ? 'nothing' : 'key';
      else if (code !== 44) begin(code);
    } else fail(character);
  };

  const complete = (text: string): JsonPart | null => {
    isReading = false;
    pending = '';
    const value = parse(text, path, beganAt);
    if (expected === 'key') {
      key = String(value);
      expected = 'colon';
      return null;
    }
    if (expected === 'value') expected = 'key';
    return { key, value, line: beganAt };
  };

  /** Takes a character of a part. Returns 1 if the part ends with it, 0 if it ended before it, else -1. */
  const within = (code: number): -1 | 0 | 1 => {
    if (isString) {
      if (isEscaped) isEscaped = false;
      else if (code === 92) isEscaped = true;
      else if (code === 34) isString = false;
      return !isString && depth === 0 ? 1 : -1;
    }
    if (depth === 0) return isBlank(code) || code === 44 || code === 93 || code === 125 ? 0 : -1;
    if (code === 34) isString = true;
    else if (code === 123 || code === 91) depth += 1;
    else if (code === 125 || code === 93) depth -= 1;
    return depth === 0 ? 1 : -1;
  };

  return {
    push: function* (chunk) {
      let from = 0;
      for (let at = 0; at < chunk.length; at += 1) {
        const code = chunk.charCodeAt(at);
        if (isReading) {
          const ends = within(code);
          if (ends >= 0) {
            const part = complete(pending + chunk.slice(from, at + ends));
            if (part) yield part;
          }
          if (ends === 0) structure(code);
        } else {
          structure(code);
          from = at;
        }
        if (code === 10) line += 1;
      }
      if (isReading) pending += chunk.slice(from);
    },
    end: () => {
      if (expected !== 'nothing')
        throw new ImportError(`${basename(path)}:${line}: the file ends in the middle; was it copied whole?`);
    },
  };
};
