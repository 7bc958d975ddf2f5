import { createHash } from 'node:crypto';

/** Makes a UUIDv7 of a time, ms since the epoch, and anything unique: file ids ascend with time. */
export const newFileId = (at: number, unique: string): string => {
  const time = at.toString(16).padStart(12, '0').slice(-12);
  const rest = createHash('sha256').update(unique).digest('hex');
  const variant = ((Number.parseInt(rest.charAt(3), 16) & 3) | 8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-${variant}${rest.slice(4, 7)}-${rest.slice(8, 20)}`;
};

/**
 * Returns an id below every id of a file of this time or later, ms since the epoch, and above all earlier
 * ones.
 */
export const oldestFileIdOf = (at: number): string => {
  const time = Math.max(0, Math.floor(at)).toString(16).padStart(12, '0').slice(-12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
};
