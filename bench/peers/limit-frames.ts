/** A websocket frame of the server, which is not masked. */
export const textFrame = (text: string): Buffer => {
  const length = Buffer.byteLength(text);
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = 0x81;
  frame[1] = head === 2 ? length : head === 4 ? 126 : 127;
  if (head === 4) frame.writeUInt16BE(length, 2);
  if (head === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.write(text, head);
  return frame;
};

/** Reads the masked text frames of a client from its chunks. Returns a function that returns false once the connection is to end. */
export const textFramesIn = (onText: (text: string) => void): ((chunk: Buffer) => boolean) => {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let at = 0;
    while (bytes.length >= at + 2) {
      const code = (bytes[at] ?? 0) & 0x0f;
      const short = (bytes[at + 1] ?? 0) & 0x7f;
      // No client of the benchmark sends more than 64 KiB at once.
      if (code === 8 || short === 127) return false;
      const head = short === 126 ? 8 : 6;
      if (bytes.length < at + head) break;
      const length = short === 126 ? bytes.readUInt16BE(at + 2) : short;
      const from = at + head;
      if (bytes.length < from + length) break;
      for (let i = 0; i < length; i++)
        bytes[from + i] = (bytes[from + i] ?? 0) ^ (bytes[from - 4 + (i & 3)] ?? 0);
      if (code === 1) onText(bytes.toString('utf8', from, from + length));
      at = from + length;
    }
    rest = at < bytes.length ? Buffer.from(bytes.subarray(at)) : Buffer.alloc(0);
    return true;
  };
};
