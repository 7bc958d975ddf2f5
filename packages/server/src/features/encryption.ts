import {
  approvalMs,
  ChatError,
  pageSize,
  type encryptionAccountCommands,
  type encryptionCommands,
  type GroupCommit,
  type HistoryLink,
  type SealedKey,
} from '@chat/protocol';
import type { Handlers } from '../commands/context.ts';
import { readCommit, readGroupInfo } from '../encryption/read-group.ts';
import type { LiveRoom } from '../room/live-room.ts';
import { accessRoom, type Access, type AccessContext } from '../room/room-access.ts';
import {
  commitKey,
  commitKind,
  groupInfoKind,
  groupKey,
  linkKind,
  sealKind,
  type StoredGroupInfo,
} from '../storage/decide/encryption/group-records.ts';

/** Members only: an admin reads a room without being in its group. */
const accessEncrypted = async (context: AccessContext, roomId: string): Promise<Access> => {
  const access = await accessRoom(context, roomId);
  const { member, room } = access;
  if (room.head.room.encryption === undefined)
    throw new ChatError('conflict', 'this room is not encrypted', { reason: 'not_encrypted' });
  if (member?.state !== 'joined')
    throw new ChatError('forbidden', 'only members are in the group of this room');
  return access;
};

export const encryption: Handlers<keyof typeof encryptionCommands> = {
  'encryption:commit': async (context, { roomId, epoch, commit, groupInfo, link, seals }) => {
    const { room } = await accessEncrypted(context, roomId);
    // As it is stored: a cached one may be from before the removal of a device.
    const { encryption: account } = await context.storage.profiles.get(context.user.id);
    const { event } = await room.commit({
      kind: 'commit-group',
      actor: context.user,
      at: context.now(),
      epoch,
      ...(commit === undefined ? {} : { commit: readCommit(commit, roomId, epoch - 1) }),
      groupInfo,
      devices: readGroupInfo(groupInfo, roomId, epoch),
      ...(link === undefined ? {} : { link }),
      ...(seals === undefined ? {} : { seals }),
      ...(account === undefined ? {} : { revoked: account.revoked }),
    });
    return ('room' in event && event.room.mlsGroup) || { epoch };
  },
  'encryption:link': async (context, { roomId, epoch, link }) => {
    const { room } = await accessEncrypted(context, roomId);
    const change = { actor: context.user, at: context.now(), epoch, link };
    const { event } = await room.commit({ kind: 'link-epoch', ...change });
    return ('room' in event && event.room.mlsGroup) || { epoch };
  },
  'encryption:links': async (context, { roomId, before, limit = pageSize.default }) => {
    const { room } = await accessEncrypted(context, roomId);
    const { records, hasMore } = await room.timeline.records(roomId, linkKind, {
      limit,
      descending: true,
      ...(before === undefined ? {} : { below: commitKey(before) }),
    });
    return { links: records.map(({ body }) => body as HistoryLink), hasMore };
  },
  'encryption:commits': async (context, { roomId, after = 0, limit = pageSize.default }) => {
    const { room } = await accessEncrypted(context, roomId);
    const query = { above: commitKey(after), limit };
    const { records, hasMore } = await room.timeline.records(roomId, commitKind, query);
    return { commits: records.map(({ body }) => body as GroupCommit), hasMore };
  },
  'encryption:group': async (context, { roomId }) => {
    const { room } = await accessEncrypted(context, roomId);
    const record = await room.timeline.record(roomId, groupInfoKind, groupKey);
    if (!record) throw new ChatError('not_found', 'no device has created the group of this room yet');
    const { epoch, groupInfo } = record.body as StoredGroupInfo;
    return { epoch, groupInfo };
  },
};

const membersOf = async ({ id, timeline }: LiveRoom): Promise<string[]> => {
  const userIds: string[] = [];
  for (let after: string | undefined, hasMore = true; hasMore;) {
    const page = await timeline.members(id, {
      limit: pageSize.max,
      ...(after === undefined ? {} : { after }),
    });
    for (const { user, state } of page.members) if (state === 'joined') userIds.push(user.id);
    after = page.members.at(-1)?.user.id;
    hasMore = page.hasMore && after !== undefined;
  }
  return userIds;
};

/** Accounts are read from the store: devices take an older version than one that they know for an attack. */
export const encryptionAccount: Handlers<keyof typeof encryptionAccountCommands> = {
  'encryption:account': async ({ user, storage }) => ({
    account: (await storage.profiles.get(user.id)).encryption ?? null,
  }),
  'encryption:setAccount': async ({ user, connection, profiles, profileChanges }, account) => {
    profileChanges.take(connection);
    const { encryption } = await profiles.change(user.id, ({ encryption: before }) => {
      if (before?.revoked.some((id) => !account.revoked.includes(id)))
        throw new ChatError('invalid', 'a removed device stays removed', { field: 'revoked' });
      return { encryption: account };
    });
    if (encryption?.signature !== account.signature)
      throw new ChatError('conflict', 'another device has changed the account: get it and try again', {
        reason: 'account_changed',
      });
    return {};
  },
  'encryption:accounts': async (context, { roomId }) => {
    const userIds = await membersOf((await accessEncrypted(context, roomId)).room);
    const { profiles } = context.storage;
    const found = await Promise.all(
      userIds.map(async (userId) => {
        const { encryption } = await profiles.get(userId);
        if (!encryption) return [];
        const { version, accountKey, recoveryKey, revoked, signature } = encryption;
        return [{ userId, version, accountKey, recoveryKey, revoked, signature }];
      }),
    );
    return { accounts: found.flat() };
  },
  'encryption:seal': async (context, { roomId, purpose = 'recovery', seals }) => {
    const { room } = await accessEncrypted(context, roomId);
    await room.commit({ kind: 'seal-keys', actor: context.user, at: context.now(), purpose, seals });
    return {};
  },
  'encryption:seals': async (context, { roomId, purpose, before, limit = pageSize.default }) => {
    const { room } = await accessEncrypted(context, roomId);
    const { records, hasMore } = await room.timeline.records(roomId, sealKind(context.user.id, purpose), {
      limit,
      descending: true,
      ...(before === undefined ? {} : { below: commitKey(before) }),
    });
    const seals = records.map(({ body }) => body as SealedKey);
    // It is stored under an epoch up to its own.
    return { seals: seals.filter(({ epoch }) => epoch < (before ?? Infinity)), hasMore };
  },
  'encryption:requestApproval': async ({ user, connection, profiles, profileChanges, now }, request) => {
    profileChanges.take(connection);
    await profiles.change(user.id, () => ({ approval: { ...request, at: Math.floor(now()) } }));
    return {};
  },
  'encryption:approval': async ({ user, storage, now }) => {
    const { approval } = await storage.profiles.get(user.id);
    return { approval: approval && now() - approval.at < approvalMs ? approval : null };
  },
  'encryption:approve': async ({ user, profiles, now }, { publicKey, ...reply }) => {
    await profiles.change(user.id, ({ approval }) => {
      if (approval?.publicKey !== publicKey || now() - approval.at >= approvalMs)
        throw new ChatError('not_found', 'this request has ended', { reason: 'no_request' });
      return { approval: { ...approval, ...reply } };
    });
    return {};
  },
};
