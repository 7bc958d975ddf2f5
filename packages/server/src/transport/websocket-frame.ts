const finalText = 0x81;

const headerLength = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10);

const writeHeader = (frame: Buffer, at: number, length: number): number => {
  frame[at] = finalText;
  if (length < 126) {
    frame[at + 1] = length;
    return at + 2;
  }
  if (length < 65_536) {
    frame[at + 1] = 126;
    return frame.writeUInt16BE(length, at + 2);
  }
  frame[at + 1] = 127;
  return frame.writeBigUInt64BE(BigInt(length), at + 2);
};

/** Texts as unmasked, final frames, one after the other, as a server sends them (RFC 6455, section 5.2), after `before`. */
export const textFrames = (texts: readonly string[], before?: Buffer): Buffer => {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const size = lengths.reduce((sum, length) => sum + headerLength(length) + length, before?.length ?? 0);
  const frames = Buffer.allocUnsafe(size);
  let at = before?.copy(frames) ?? 0;
  texts.forEach((text, index) => {
    at = writeHeader(frames, at, lengths[index] ?? 0);
    at += frames.write(text, at);
  });
  return frames;
};
