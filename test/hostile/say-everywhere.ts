import type { ChatServer, Session } from '@chat/server';
import type { Message } from '@chat/protocol';
import { expect } from 'vitest';

/** How many strings were taken as what. */
export type Taken = Map<string, number>;

export interface Said {
  /** Begins a thread with all of them. */
  root: Message;
  /** The last message of the room. */
  last: Message;
  sessions: Session[];
}

/** So many fields a profile has, each for another string. */
export const fieldNames = ['f0', 'f1', 'f2', 'f3', 'f4', 'f5'];

/**
 * Sets each text as every value that another user may set, in the room `r`, visible to `readers`. Rejections
 * are fine, faults are not.
 */
export const sayEverywhere = async (
  chat: ChatServer,
  readers: string[],
  texts: readonly string[],
  batch: number,
  taken: Taken,
): Promise<Said> => {
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T | null> => {
    try {
      const value = await work();
      taken.set(what, (taken.get(what) ?? 0) + 1);
      return value;
    } catch (error) {
      expect((error as { code?: string }).code, `${what}: ${String(error)}`).not.toBe('internal');
      return null;
    }
  };
  const admin = chat.as({ id: 'admin', name: 'Admin', role: 'admin' });
  const send = (session: Session, text: string, more: object = {}) => {
    const id = crypto.randomUUID();
    return session.call('message:send', { roomId: 'r', id, text: text.slice(0, 4_000), ...more });
  };
  const root = await send(admin, `raíz ${batch}`);
  const edited = await send(admin, `versión ${batch}`);
  const sessions = [admin];
  for (const [at, text] of texts.entries()) {
    const id = `u-${batch}-${at}`;
    const named = await attempt('name', async () => chat.as({ id, name: text.slice(0, 64) }));
    const session = named ?? chat.as({ id, name: `Nadie ${at}` });
    sessions.push(session);
    await session.call('room:join', { roomId: 'r' });
    await attempt('status', () => session.call('presence:set', { status: 'busy', text: text.slice(0, 200) }));
    await attempt('about', () => session.call('user:update', { about: text.slice(0, 500) }));
    // Of each sixth the profile is looked at: it has the strings of those between, too.
    if (at % fieldNames.length === 0)
      for (const [index, name] of fieldNames.entries())
        await attempt('field', () =>
          session.call('user:update', { fields: { [name]: (texts[at + index] ?? '-').slice(0, 1_000) } }),
        );
    await attempt('reply', () => send(session, text, { threadId: root.id }));
    await attempt('private', () => send(session, text, { to: readers }));
    const said = await attempt('message', () => send(session, `aguja ${text}`, { mentions: readers }));
    if (said) await attempt('pin', () => admin.call('message:pin', { roomId: 'r', messageId: said.id }));
    await attempt('version', () =>
      admin.call('message:edit', { roomId: 'r', messageId: edited.id, text: text.slice(0, 4_000) }),
    );
    await attempt('file', async () => {
      const name = text.slice(0, 200);
      const { fileId } = await session.upload('r', { name, bytes: Buffer.from('hola') });
      return send(session, '', { attachments: [{ fileId }] });
    });
    await attempt('title', () => titled(session, text, readers, at % 2 === 0));
    await attempt('ban', () => admin.call('member:ban', { roomId: 'r', userId: id }));
    await attempt('ban', () => admin.call('member:unban', { roomId: 'r', userId: id }));
    const q = text.slice(0, 200);
    await attempt('query', () => admin.call('message:search', { roomId: 'r', q }));
    await attempt('query', () => session.call('message:searchAll', { q }));
    await attempt('person', () => session.call('user:search', { query: text.slice(0, 100) }));
    await session.call('room:join', { roomId: 'r' });
    // A role distinguishes them under any name.
    if (at % fieldNames.length === 0)
      await admin.call('member:update', { roomId: 'r', userId: id, role: 'moderator' });
  }
  const last = await send(admin, `fin de ${batch}`);
  return { root, last, sessions };
};

/** A group that invites them, or a room that they are made members of. */
const titled = async (session: Session, text: string, userIds: string[], invites: boolean): Promise<void> => {
  const title = text.slice(0, 200);
  if (invites) return void (await session.call('room:create', { type: 'private', title, userIds }));
  const { id: roomId } = await session.call('room:create', { title });
  await session.call('message:send', { roomId, id: crypto.randomUUID(), text: text.slice(0, 4_000) });
  for (const userId of userIds) await session.call('member:add', { roomId, userId });
};
