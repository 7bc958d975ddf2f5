/** Returns a `content-disposition` that makes a browser save the response under this name. */
export const attachmentNamed = (name: string): string => `attachment; ${fileNamed(name)}`;

/** Encodes a file name for `content-disposition`: in full, and in ASCII for older clients. */
export const fileNamed = (name: string): string => {
  const safe = name.replace(/[\p{Cc}\p{Cf}/\\]/gu, '_').toWellFormed();
  const plain = safe.replace(/[^\x20-\x7E]|["%;]/g, '_');
  const whole = encodeURIComponent(safe).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
  return `filename="${plain}"; filename*=UTF-8''${whole}`;
};
