import * as v from 'valibot';

/** Bytes, at most so many characters. */
export const base64 = (most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^[\w-]+$/, 'must be base64url'),
    v.maxLength(most, `must be at most ${most} characters`),
  );

/** 32 bytes. */
export const digest = v.pipe(v.string(), v.regex(/^[\w-]{43}$/, 'must be 32 bytes in base64url'));

/** A signature of Ed25519: 64 bytes. */
export const signature = v.pipe(v.string(), v.regex(/^[\w-]{86}$/, 'must be 64 bytes in base64url'));

/** The output of HPKE for a key of 32 bytes: 80 bytes. */
export const sealedKey = v.pipe(v.string(), v.regex(/^[\w-]{107}$/, 'must be 80 bytes in base64url'));

export const epoch = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
