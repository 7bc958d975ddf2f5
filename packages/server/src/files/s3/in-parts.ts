import type { Readable } from 'node:stream';
import { wrongSize } from '../file-store.ts';

/** A body in parts of `partBytes`, the last one smaller; one at a time is in memory. Throws when it is not `size` bytes. */
export const inParts = async function* (
  body: Readable,
  size: number,
  partBytes: number,
): AsyncGenerator<Uint8Array> {
  let came = 0;
  let part = Buffer.allocUnsafe(Math.min(partBytes, size));
  let filled = 0;
  for await (const each of body) {
    let chunk: Buffer = Buffer.isBuffer(each) ? each : Buffer.from(each);
    came += chunk.length;
    if (came > size) throw wrongSize(size, came);
    while (chunk.length > 0) {
      const taken = chunk.copy(part, filled);
      filled += taken;
      chunk = chunk.subarray(taken);
      // The last one is given out when it is known that nothing follows.
      if (filled < part.length || came - chunk.length === size) continue;
      yield part;
      part = Buffer.allocUnsafe(Math.min(partBytes, size - came + chunk.length));
      filled = 0;
    }
  }
  if (came !== size) throw wrongSize(size, came);
  yield part.subarray(0, filled);
};
