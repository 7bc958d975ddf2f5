import type { Message } from '@chat/protocol';
import type { Change, CommitResult } from '../../../packages/server/src/storage/contract/change.ts';
import { fromBase64, toBase64 } from '../../../packages/client/src/encryption/encoding.ts';
import { devicesIn } from '../../../packages/client/src/encryption/group.ts';
import type { World } from '../world.ts';

/** A device in the group of an epoch. */
export interface Leaf {
  userId: string;
  id: string;
  /** The account key that has signed it. */
  account: string;
}

/** The groups of all rooms, by what the store has accepted. */
export interface Groups {
  /** Returns the devices in an epoch. */
  in(roomId: string, epoch: number): readonly Leaf[];
  /** Returns the current epoch; -1: there is no group. */
  last(roomId: string): number;
}

const nonceCharacters = 16;

/** Watches each change as it is stored: the groups, and to whom messages are encrypted. */
export const watchGroups = ({ ledger, report, note }: World): Groups => {
  const rooms = new Map<string, Map<number, Leaf[]>>();
  const nonces = new Map<string, string>();
  const groupsOf = (roomId: string): Map<number, Leaf[]> => {
    const known = rooms.get(roomId) ?? new Map<number, Leaf[]>();
    rooms.set(roomId, known);
    return known;
  };
  const last = (roomId: string): number => Math.max(-1, ...groupsOf(roomId).keys());

  /** A nonce is random: two ciphertexts with one are by the same mistake. */
  const checkNonce = (where: string, ciphertext: string): void => {
    const nonce = ciphertext.slice(0, nonceCharacters);
    const before = nonces.get(nonce);
    if (before !== undefined && before !== ciphertext) report(`nonce: ${where} has one that was used before`);
    nonces.set(nonce, ciphertext);
  };

  /** At this moment, all devices that can read a message are of members. */
  const checkReaders = (roomId: string, { id, encrypted }: Message): void => {
    if (!encrypted) return;
    const { epoch, ciphertext } = encrypted;
    checkNonce(`message ${id}`, ciphertext);
    if (epoch !== last(roomId)) report(`epoch: ${id} in ${roomId} is of ${epoch}, in epoch ${last(roomId)}`);
    const { members } = ledger.room(roomId);
    for (const { userId } of groupsOf(roomId).get(epoch) ?? [])
      if (members.get(userId)?.state !== 'joined')
        report(`readers: ${id} in ${roomId} is encrypted for ${userId}, who is gone`);
  };

  const look = (roomId: string, change: Change, result: CommitResult): void => {
    if (!result.ok || result.known) return;
    if ((change.kind === 'commit-group' || change.kind === 'link-epoch') && change.link !== undefined)
      checkNonce(`the link of ${change.epoch} in ${roomId}`, change.link);
    if (change.kind === 'commit-group') {
      note(
        `EPOCH ${change.epoch} of ${roomId} by ${change.actor.id}: ${change.devices.map((d) => `${d.userId} ${d.deviceKey.slice(0, 4)}`).join()}`,
      );
      groupsOf(roomId).set(
        change.epoch,
        devicesIn(fromBase64(change.groupInfo)).map(({ userId, deviceKey, accountKey }) => ({
          userId,
          id: toBase64(deviceKey),
          account: toBase64(accountKey),
        })),
      );
    }
    if (change.kind === 'send' || change.kind === 'edit')
      if ('message' in result.event) checkReaders(roomId, result.event.message);
  };

  const { record } = ledger;
  ledger.record = (roomId, changes, results) =>
    results.forEach((result, index) => {
      const change = changes[index];
      if (!change) return;
      record(roomId, [change], [result]);
      look(roomId, change, result);
    });
  return { in: (roomId, epoch) => groupsOf(roomId).get(epoch) ?? [], last };
};
