import type { ChatEvent, DurableEvent, Member, Message, Room, RoomSnapshot, User } from '@chat/protocol';
import { capabilities } from '@chat/protocol';
import { withOwnReactions } from '../src/messages/own-reactions.ts';
import { applyMembers } from '../src/room/member-updates.ts';

/** The order of one room as the server keeps it, for tests of pure functions: changes in, events and snapshots out. */
export const fakeRoom = (pageSize: number, resumeChanges: number) => {
  const me: User = { id: 'me', name: 'Me' };
  const room: Room = {
    id: 'r',
    type: 'private',
    title: '',
    createdBy: 'me',
    createdAt: 0,
    phase: 'open',
    history: 'all',
    retention: 'forever',
    frozen: false,
    slowModeSeconds: 0,
    data: {},
  };
  const member: Member = { user: me, role: 'member', joinedAt: 0 };
  const messages: Message[] = [];
  let rev = 0;
  let title = '';

  const put = (message: Message) => (messages[message.seq - 1] = message);
  const current = (): Room => ({ ...room, title });

  return {
    me,
    send: (authorId: string): DurableEvent => {
      const seq = messages.length + 1;
      const message: Message = {
        id: `m${seq}`,
        roomId: 'r',
        seq,
        rev: ++rev,
        kind: 'text',
        author: { id: authorId, name: authorId },
        text: `text ${seq}`,
        attachments: [],
        mentions: [],
        reactions: [],
        createdAt: rev,
      };
      put(message);
      return { roomId: 'r', rev, type: 'message:created', message };
    },
    edit: (seq: number): DurableEvent | null => {
      const before = messages[seq - 1];
      if (before === undefined || before.deletedAt !== undefined) return null;
      const message = put({ ...before, rev: ++rev, text: `edited at ${rev}`, editedAt: rev });
      return { roomId: 'r', rev, type: 'message:updated', message, by: before.author.id, change: 'edit' };
    },
    remove: (seq: number): DurableEvent | null => {
      const before = messages[seq - 1];
      if (before === undefined || before.deletedAt !== undefined) return null;
      const message = put({ ...before, rev: ++rev, text: '', deletedAt: rev });
      return { roomId: 'r', rev, type: 'message:deleted', message, by: before.author.id };
    },
    rename: (): DurableEvent => {
      title = `title ${++rev}`;
      return { roomId: 'r', rev, type: 'room:updated', room: current() };
    },
    skip: (): ChatEvent => ({ roomId: 'r', rev: ++rev, type: 'skip' }),
    page: (before: number) => {
      const older = messages.filter((message) => message.seq < before);
      return { messages: older.slice(-pageSize), hasMore: older.length > pageSize };
    },
    after: (after: number) => {
      const newer = messages.filter((message) => message.seq > after);
      return { messages: newer.slice(0, pageSize), hasMore: newer.length > pageSize };
    },
    around: (seq: number) => {
      const older = messages.filter((message) => message.seq < seq);
      const half = Math.floor(pageSize / 2);
      const newer = messages.filter((message) => message.seq >= seq).slice(0, pageSize - half);
      return { messages: [...older.slice(-half), ...newer], hasMore: older.length > half };
    },
    between: (from: number, to: number) => messages.filter(({ seq }) => seq >= from && seq <= to),
    join: (since: { epoch: string; rev: number } | null, readSeq = 0): RoomSnapshot => {
      const unread = messages.filter(
        (message) => message.seq > readSeq && message.author.id !== me.id && message.deletedAt === undefined,
      ).length;
      const common = {
        room: current(),
        me: member,
        can: capabilities(room, member, 0),
        members: [member],
        occupancy: 1,
        unread,
        unreadMentions: 0,
        mentionSeqs: [],
        readSeq,
        epoch: 'e',
        rev,
        seq: messages.length,
      };
      if (since !== null && rev - since.rev <= resumeChanges) {
        const changed = messages.filter((message) => message.rev > since.rev).sort((a, b) => a.rev - b.rev);
        return { ...common, mode: 'resume', messages: changed, hasMore: false };
      }
      return {
        ...common,
        mode: since === null ? 'snapshot' : 'reset',
        messages: messages.slice(-pageSize),
        hasMore: messages.length > pageSize,
      };
    },
  };
};

/** The state that a client derives once everything is loaded. */
export const rules = { rights: capabilities, applyMembers, withOwnReactions };
