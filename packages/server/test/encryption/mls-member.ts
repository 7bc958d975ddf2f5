import { randomUUID } from 'node:crypto';
import type { EncryptedContent } from '@chat/protocol';
import {
  createAccountKey,
  createDevice,
  type Device,
} from '../../../client/src/encryption/device-credential.ts';
import {
  applyCommit,
  commitChanges,
  createGroup,
  devicesOf,
  epochOf,
  exportGroupInfo,
  joinByExternalCommit,
  type Changes,
  type Group,
} from '../../../client/src/encryption/group.ts';
import type { Peer } from '../chat/harness.ts';

type Caller = Pick<Peer, 'call'>;

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'));

/** What a device sends to begin an epoch. */
export const inputOf = async (roomId: string, group: Group, commit?: Uint8Array) => ({
  roomId,
  epoch: epochOf(group),
  ...(commit ? { commit: base64(commit) } : {}),
  groupInfo: base64(await exportGroupInfo(group)),
});

/** A device of a user, with the group of one room. */
export const mlsMember = async (peer: Caller, userId: string, roomId: string) => {
  const device: Device = await createDevice(userId, await createAccountKey());
  const groupId = new TextEncoder().encode(roomId);
  let group: Group | null = null;
  const current = (): Group => {
    if (!group) throw new Error('not in the group');
    return group;
  };
  return {
    device,
    current,
    /** Creates the group of the room. */
    async create() {
      const created = await createGroup(groupId, device, Date.now());
      const stored = await peer.call('encryption:commit', await inputOf(roomId, created));
      group = created;
      return stored;
    },
    /** Joins by an external commit. */
    async join() {
      const { groupInfo } = await peer.call('encryption:group', { roomId });
      const joined = await joinByExternalCommit(groupId, bytesOf(groupInfo), device, Date.now());
      const stored = await peer.call('encryption:commit', await inputOf(roomId, joined.group, joined.commit));
      group = joined.group;
      return stored;
    },
    /** Returns a commit of the next epoch, to send whenever. */
    async prepare(changes: Changes = {}) {
      const { group: next, commit } = await commitChanges(current(), changes);
      const input = await inputOf(roomId, next, commit);
      const accept = () => (group = next);
      return { input, accept };
    },
    /** Commits. */
    async commit(changes: Changes = {}) {
      const { group: next, commit } = await commitChanges(current(), changes);
      const stored = await peer.call('encryption:commit', await inputOf(roomId, next, commit));
      group = next;
      return stored;
    },
    /** Applies the commits that it has missed. */
    async catchUp() {
      const { commits } = await peer.call('encryption:commits', { roomId, after: epochOf(current()) });
      for (const { commit } of commits) group = await applyCommit(current(), bytesOf(commit));
    },
    /** The leaf of a user's first device. */
    leafOf: (id: string) => devicesOf(current()).find((each) => each.userId === id)?.leafIndex ?? -1,
  };
};

/** A message that only looks encrypted: the server cannot tell. */
export const sealed = (roomId: string, epoch: number, id: string = randomUUID()) => ({
  roomId,
  id,
  text: '',
  encrypted: {
    epoch,
    device: base64(new Uint8Array(32).fill(1)),
    ciphertext: base64(crypto.getRandomValues(new Uint8Array(64))),
    commitment: base64(new Uint8Array(32).fill(2)),
  } satisfies EncryptedContent,
});
