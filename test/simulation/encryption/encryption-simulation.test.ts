// Encrypted rooms in the simulated world. More seeds: `npm run simulate -- --encrypted --seeds 5000 --workers 2`.
import { expect, test } from 'vitest';
import { encryptWith, decryptWith, deriveKey } from '../../../packages/client/src/encryption/room-key.ts';
import { ed25519 } from '../../../packages/client/src/encryption/cipher-suite.ts';
import { createSecret, deriveRecovery } from '../../../packages/client/src/encryption/recovery-secret.ts';
import { toBase64, utf8 } from '../../../packages/client/src/encryption/encoding.ts';
import { openSealedKey, sealKey } from '../../../packages/client/src/encryption/sealed-keys.ts';
import { createChance } from '../chance.ts';
import { countOf } from '../../run-size.ts';
import { simulateCrypto } from './simulated-crypto.ts';
import { simulateEncrypted } from './simulate-encrypted.ts';

const seeds = countOf('seeds of the simulation of encrypted rooms', { short: 3, long: 200 });

/** One seed takes three seconds where nothing else runs. */
const timeout = seeds * 20_000;

test(`no seed of encrypted rooms violates a guarantee (${seeds} seeds)`, { timeout }, async () => {
  let losses = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const outcome = await simulateEncrypted({ seed });
    expect(outcome.violations, `npm run simulate -- --encrypted --seed ${seed}`).toEqual([]);
    losses += outcome.losses;
  }
  expect(losses).toBeGreaterThan(0);
});

test('a seed of encrypted rooms decides every key, nonce and moment', { timeout: 60_000 }, async () => {
  const once = await simulateEncrypted({ seed: 2 });
  expect(await simulateEncrypted({ seed: 2 })).toEqual(once);
});

test('the cryptography of the simulation is the same as that of the platform', async () => {
  // Copies: what was imported is remembered by its bytes.
  const newKey = () => new Uint8Array(32).fill(7);
  const key = newKey();
  const data = utf8('data');
  const one = createSecret();
  const place = { userId: 'ann', roomId: 'vault' };
  /** Everything that one side makes and the other one has to read. */
  const make = async () => {
    const pair = await ed25519.keygen();
    const { publicKey } = await deriveRecovery(one.slice(), 'ann');
    return {
      pair,
      signature: await ed25519.sign(pair.signKey, data),
      encrypted: await encryptWith(key, data, utf8('text')),
      derived: toBase64(await deriveKey(newKey(), 'label', 'context')),
      recoveryKey: toBase64(publicKey),
      sealed: await sealKey(toBase64(publicKey), place, { epoch: 3, key }),
    };
  };
  const read = async ({ pair, signature, encrypted, sealed }: Awaited<ReturnType<typeof make>>) => {
    const { privateKey } = await deriveRecovery(one.slice(), 'ann');
    expect(await ed25519.verify(pair.publicKey, data, signature)).toBe(true);
    expect(await ed25519.verify(pair.publicKey, utf8('other'), signature)).toBe(false);
    expect(toBase64(await ed25519.sign(pair.signKey, data))).toBe(toBase64(signature));
    expect(toBase64(await decryptWith(key, data, encrypted))).toBe(toBase64(utf8('text')));
    await expect(decryptWith(key, utf8('other'), encrypted)).rejects.toBeInstanceOf(Error);
    expect(await openSealedKey(privateKey, { ...place, epoch: 3 }, sealed)).toEqual(key);
    await expect(openSealedKey(privateKey, { ...place, epoch: 4 }, sealed)).rejects.toBeInstanceOf(Error);
  };
  const ofPlatform = await make();
  const giveBack = simulateCrypto(createChance(1));
  const simulated = await make();
  await read(ofPlatform);
  giveBack();
  await read(simulated);
  for (const name of ['derived', 'recoveryKey'] as const) expect(simulated[name]).toBe(ofPlatform[name]);
});
