import type { PlantedBug } from '../planted-bugs.ts';

const server = (path: string): string => `packages/server/src/${path}`;
const client = (path: string): string => `packages/client/src/encryption/${path}`;

/** Bugs of encrypted rooms. The simulation of encrypted rooms finds each. */
export const encryptedPlantedBugs = {
  'a message of an epoch that has ended': {
    encrypted: true,
    source: [
      server('storage/decide/encryption/encrypted-content.ts'),
      'mlsGroup.isStale || encrypted.epoch !== mlsGroup.epoch',
      'mlsGroup.isStale',
    ],
  },
  'a message that a former member can still read': {
    encrypted: true,
    source: [
      server('storage/decide/encryption/encrypted-content.ts'),
      'mlsGroup === undefined || mlsGroup.isStale ||',
      'mlsGroup === undefined ||',
    ],
  },
  'a device that nobody has signed': {
    encrypted: true,
    source: [
      client('device-credential.ts'),
      'return await ed25519.verify(parts.accountKey, content, parts.signature);',
      'return (await ed25519.verify(parts.accountKey, content, parts.signature)) || true;',
    ],
    from: 9,
  },
  'a nonce that is used again': {
    encrypted: true,
    source: [
      client('room-key.ts'),
      'crypto.getRandomValues(new Uint8Array(nonceBytes))',
      'new Uint8Array(nonceBytes)',
    ],
  },
  'a history link that nobody checks': {
    encrypted: true,
    source: [
      client('history-links.ts'),
      'await openLink(roomId, at, link).catch(() => null)',
      'await openLink(roomId, at, link).catch(() => at.key)',
    ],
    from: 4,
  },
  'a removed device that messages are still encrypted for': {
    encrypted: true,
    source: [client('room-group.ts'), ' || options.isRemoved(toBase64(deviceKey));', ';'],
  },
  'a recovery secret that does not get the keys of new epochs': {
    encrypted: true,
    source: [client('account-rooms.ts'), 'found.genuine.map(async', 'found.genuine.slice(0, 0).map(async'],
  },
  'history that new devices never get': {
    encrypted: true,
    source: [client('history-links.ts'), 'if (own && before)', 'if (own && before && epoch < 0)'],
  },
  'an epoch whose key is stored after its commit was lost': {
    encrypted: true,
    source: [client('room-group.ts'), 'await keys.setGroup({ group: before, sent });', ''],
    from: 60,
  },
} satisfies Record<string, PlantedBug>;
