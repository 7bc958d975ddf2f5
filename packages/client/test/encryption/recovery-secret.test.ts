// The recovery secret as text, and what is encrypted with it.
import { expect, test } from 'vitest';
import {
  isGenuine,
  openBackup,
  openDevices,
  sealBackup,
  signAccount,
} from '../../src/encryption/account-record.ts';
import { createAccountKey } from '../../src/encryption/device-credential.ts';
import { toBase64 } from '../../src/encryption/encoding.ts';
import {
  createSecret,
  deriveRecovery,
  formatSecret,
  parseSecret,
} from '../../src/encryption/recovery-secret.ts';
import { openSealedKey, sealKey } from '../../src/encryption/sealed-keys.ts';

const mistyped = { code: 'invalid', reason: 'secret_mistyped', field: 'secret' };
const secret = createSecret();
const recovery = await deriveRecovery(secret, 'ann');
const other = await deriveRecovery(createSecret(), 'ann');
const pair = await createAccountKey();
const accountKey = toBase64(pair.publicKey);
const recoveryKey = toBase64(recovery.publicKey);
const content = {
  version: 3,
  recoveryKey,
  revoked: ['r'],
  backup: await sealBackup(recovery, 'ann', pair),
  devices: [{ id: 'd', name: 'Firefox, Linux', addedAt: 1 }],
};
const account = await signAccount('ann', pair, content);

test('a secret is read as a person types it', async () => {
  const text = await formatSecret(secret);
  expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){13}[0-9A-HJKMNP-TV-Z]{4}$/);
  for (const typed of [
    text,
    text.toLowerCase(),
    text.replaceAll('-', ' '),
    ` ${text.replaceAll('-', '–')}\n`,
  ])
    expect(await parseSecret(typed)).toEqual(secret);
  const zeros = new Uint8Array(32);
  const asLetters = (await formatSecret(zeros)).replaceAll('0', 'o').replaceAll('1', 'l');
  expect(await parseSecret(asLetters)).toEqual(zeros);
});

test('every wrong, missing or exchanged character is noticed', async () => {
  const text = (await formatSecret(secret)).replaceAll('-', '');
  for (let at = 0; at < text.length; at += 1) {
    const wrong = text[at] === '7' ? '8' : '7';
    await expect(parseSecret(text.slice(0, at) + wrong + text.slice(at + 1))).rejects.toMatchObject(mistyped);
  }
  for (const typed of ['', text.slice(1), `${text}0`, `${text.slice(0, -1)}U`, 'correct horse'])
    await expect(parseSecret(typed)).rejects.toMatchObject(mistyped);
});

test('a backup opens with its secret, for its user and account key alone', async () => {
  expect(await openBackup(recovery, 'ann', account)).toEqual({
    publicKey: pair.publicKey,
    signKey: pair.signKey,
  });
  await expect(openBackup(other, 'ann', account)).rejects.toThrow(Error);
  await expect(openBackup(recovery, 'bob', account)).rejects.toThrow(Error);
  const stranger = toBase64((await createAccountKey()).publicKey);
  await expect(openBackup(recovery, 'ann', { ...account, accountKey: stranger })).rejects.toThrow(Error);
});

test('an account is genuine as its key has signed it, for its user', async () => {
  expect(await isGenuine('ann', account)).toBe(true);
  const changes = [
    { version: 4 },
    { recoveryKey: toBase64(other.publicKey) },
    { revoked: [] },
    { accountKey: recoveryKey },
    { signature: 'A'.repeat(86) },
  ];
  for (const change of changes) expect(await isGenuine('ann', { ...account, ...change })).toBe(false);
  expect(await isGenuine('bob', account)).toBe(false);
  // The list of devices belongs to its version.
  expect(await openDevices('ann', pair, account)).toEqual(content.devices);
  await expect(openDevices('ann', pair, { ...account, version: 4 })).rejects.toThrow(Error);
  await expect(openDevices('ann', await createAccountKey(), account)).rejects.toThrow(Error);
  expect(JSON.stringify(account)).not.toContain('Firefox');
});

test('a sealed key opens with the secret of its user, for its room and epoch', async () => {
  const key = new Uint8Array(32).fill(7);
  const place = { userId: 'ann', roomId: 'r', epoch: 4 };
  const sealed = await sealKey(recoveryKey, place, { epoch: 4, key });
  expect(sealed).toMatch(/^[\w-]{107}$/);
  expect(await openSealedKey(recovery.privateKey, place, sealed)).toEqual(key);
  await expect(openSealedKey(other.privateKey, place, sealed)).rejects.toThrow(Error);
  for (const wrong of [{ userId: 'bob' }, { roomId: 's' }, { epoch: 5 }])
    await expect(openSealedKey(recovery.privateKey, { ...place, ...wrong }, sealed)).rejects.toThrow(Error);
  expect(accountKey).not.toBe(recoveryKey);
});
