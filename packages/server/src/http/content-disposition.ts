/** A `content-disposition` that has a browser save what comes, under this name. */
export const attachmentNamed = (name: string): string => `attachment; ${fileNamed(name)}`;

/** The name of a file in a `content-disposition`, whole, and in ASCII for those who read no more. */
export const fileNamed = (name: string): string => {
  const safe = name.replace(/[\p{Cc}\p{Cf}/\\]/gu, '_').toWellFormed();
  const plain = safe.replace(/[^\x20-\x7E]|["%;]/g, '_');
  const whole = encodeURIComponent(safe).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
  return `filename="${plain}"; filename*=UTF-8''${whole}`;
};
