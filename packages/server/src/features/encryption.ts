import {
  ChatError,
  pageSize,
  type encryptionCommands,
  type GroupCommit,
  type HistoryLink,
} from '@chat/protocol';
import type { Handlers } from '../commands/context.ts';
import { readCommit, readGroupInfo } from '../encryption/read-group.ts';
import { accessRoom, type Access } from '../room/room-access.ts';
import {
  commitKey,
  commitKind,
  groupInfoKind,
  groupKey,
  linkKind,
  type StoredGroupInfo,
} from '../storage/decide/encryption/group-records.ts';

/** Members only: an admin reads a room without being in its group. */
const mustBeMember = ({ member, room }: Access): void => {
  if (room.head.room.encryption === undefined)
    throw new ChatError('conflict', 'this room is not encrypted', { reason: 'not_encrypted' });
  if (member?.state !== 'joined')
    throw new ChatError('forbidden', 'only members are in the group of this room');
};

export const encryption: Handlers<keyof typeof encryptionCommands> = {
  'encryption:commit': async (context, { roomId, epoch, commit, groupInfo, link }) => {
    const access = await accessRoom(context, roomId);
    mustBeMember(access);
    const { room } = access;
    const { event } = await room.commit({
      kind: 'commit-group',
      actor: context.user,
      at: context.now(),
      epoch,
      ...(commit === undefined ? {} : { commit: readCommit(commit, roomId, epoch - 1) }),
      groupInfo,
      devices: readGroupInfo(groupInfo, roomId, epoch),
      ...(link === undefined ? {} : { link }),
    });
    return ('room' in event && event.room.mlsGroup) || { epoch };
  },
  'encryption:link': async (context, { roomId, epoch, link }) => {
    const access = await accessRoom(context, roomId);
    mustBeMember(access);
    const change = { actor: context.user, at: context.now(), epoch, link };
    const { event } = await access.room.commit({ kind: 'link-epoch', ...change });
    return ('room' in event && event.room.mlsGroup) || { epoch };
  },
  'encryption:links': async (context, { roomId, before, limit = pageSize.default }) => {
    const access = await accessRoom(context, roomId);
    mustBeMember(access);
    const { records, hasMore } = await access.room.timeline.records(roomId, linkKind, {
      limit,
      descending: true,
      ...(before === undefined ? {} : { below: commitKey(before) }),
    });
    return { links: records.map(({ body }) => body as HistoryLink), hasMore };
  },
  'encryption:commits': async (context, { roomId, after = 0, limit = pageSize.default }) => {
    const access = await accessRoom(context, roomId);
    mustBeMember(access);
    const query = { above: commitKey(after), limit };
    const { records, hasMore } = await access.room.timeline.records(roomId, commitKind, query);
    return { commits: records.map(({ body }) => body as GroupCommit), hasMore };
  },
  'encryption:group': async (context, { roomId }) => {
    const access = await accessRoom(context, roomId);
    mustBeMember(access);
    const record = await access.room.timeline.record(roomId, groupInfoKind, groupKey);
    if (!record) throw new ChatError('not_found', 'no device has created the group of this room yet');
    const { epoch, groupInfo } = record.body as StoredGroupInfo;
    return { epoch, groupInfo };
  },
};
