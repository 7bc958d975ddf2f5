import assert from 'node:assert/strict';
import type { DurableEvent, Message, Room, User } from '@chat/protocol';
import type { Change, ChangeOf, CommitResult, MessageDraft } from '../storage/contract/change.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';

export const ana: User = { id: 'ana', name: 'Ana' };
export const bo: User = { id: 'bo', name: 'Bo', avatarUrl: '/bo.png' };
export const cy: User = { id: 'cy', name: 'Cy' };

/** Ids in code unit order, which differs from the alphabet, from code points and from UTF-8 bytes. */
export const idsInOrder = ['Z', 'a', 'b', 'é', '\u{1F600}', '\uFF5E'];

export const sampleRoom = (id: string, settings: Partial<Room> = {}): Room => ({
  id,
  type: 'public',
  title: `Room ${id}`,
  createdBy: ana.id,
  createdAt: 1_000,
  phase: 'open',
  history: 'all',
  retention: 'forever',
  frozen: false,
  slowModeSeconds: 0,
  data: {},
  ...settings,
});

export const createRoom = (roomId: string, settings: Partial<Room> = {}): Change => ({
  kind: 'create-room',
  actor: ana,
  at: 1_000,
  room: sampleRoom(roomId, settings),
  members: [{ user: ana, role: 'owner' }],
});

export const send = (
  id: string,
  actor: User = ana,
  draft: Partial<MessageDraft> = {},
  at = 2_000,
): Change => ({
  kind: 'send',
  actor,
  at,
  message: { id, kind: 'text', text: `text of ${id}`, attachments: [], mentions: [], ...draft },
});

export const edit = (messageId: string, text: string, actor: User = ana): Change => ({
  kind: 'edit',
  actor,
  at: 3_000,
  messageId,
  text,
});

export const react = (
  messageId: string,
  actor: User = ana,
  { emoji = '\u{1F44D}', added = true, most = 20 } = {},
): Change => ({ kind: 'react', actor, at: 3_000, messageId, emoji, added, visibleAfter: 0, most });

export const pin = (
  messageId: string,
  actor: User = ana,
  { pinned = true, most = 50, at = 3_000 } = {},
): Change => ({
  kind: 'pin',
  actor,
  at,
  messageId,
  pinned,
  visibleAfter: 0,
  most,
});

export const remove = (messageId: string, actor: User = ana): Change => ({
  kind: 'delete',
  actor,
  at: 3_000,
  messageId,
});

export const addMember = (user: User): Change => ({
  kind: 'add-member',
  actor: ana,
  at: 1_500,
  user,
  role: 'member',
});

export const invite = (user: User): Change => ({ kind: 'invite', actor: ana, at: 1_500, user });

export const createInviteLink = (
  linkId: string,
  {
    actor = ana,
    at = 2_000,
    most = 20,
    ...ends
  }: { actor?: User; at?: number; most?: number } & Partial<ChangeOf<'create-invite-link'>['link']> = {},
): Change => ({
  kind: 'create-invite-link',
  actor,
  at,
  link: { linkId, hash: `hash of ${linkId}`, ...ends },
  most,
});

export const acceptInviteLink = (linkId: string, actor: User, at = 3_000): Change => ({
  kind: 'accept-invite-link',
  actor,
  at,
  hash: `hash of ${linkId}`,
});

export const endMembership = (user: User): Change => ({
  kind: 'end-membership',
  actor: ana,
  at: 3_000,
  user,
  reason: 'removed',
});

export const report = (messageId: string, actor: User, reason?: string): Change => ({
  kind: 'report',
  actor,
  at: 3_000,
  messageId,
  ...(reason === undefined ? {} : { reason }),
});

export const resolveReport = (messageId: string): Change => ({
  kind: 'resolve-report',
  actor: ana,
  at: 3_000,
  messageId,
  outcome: 'dismissed',
});

export const retitle = (title: string): Change => ({
  kind: 'update-room',
  actor: ana,
  at: 3_000,
  patch: { title },
});

/** Returns the events of changes, which must all be accepted. */
export const events = (committed: readonly CommitResult[]): DurableEvent[] =>
  committed.map((result) => {
    assert.ok(result.ok, 'a change was refused that had to be accepted');
    return result.event;
  });

/** Returns the message that a change must have stored or recognized. */
export const messageOf = (committed: CommitResult | undefined): Message => {
  assert.ok(committed?.ok && 'message' in committed.event, 'a change did not answer a message');
  return committed.event.message;
};

/**
 * Creates a public room with messages m1, m2, … at seq 1, 2, …; every third is Bo's, the others are Ana's.
 */
export const roomWithMessages = async (
  storage: ChatStorage,
  roomId: string,
  count: number,
): Promise<void> => {
  const sends = Array.from({ length: count }, (_, index) =>
    send(`m${index + 1}`, (index + 1) % 3 === 0 ? bo : ana, {}, 2_000 + index),
  );
  events(await storage.timeline.commit(roomId, [createRoom(roomId), ...sends]));
};

export const seqs = ({ messages }: { messages: Message[] }): number[] => messages.map(({ seq }) => seq);
