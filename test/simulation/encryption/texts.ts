import type { ChatRoom } from '../../../packages/client/src/room/chat-room.ts';
import type { Tab } from '../tab.ts';
import type { World } from '../world.ts';

/** What users wrote: of each message, its author and every text that it has had. */
export interface Texts {
  send(tab: Tab, room: ChatRoom): void;
  edit(tab: Tab, room: ChatRoom): void;
  reply(tab: Tab, room: ChatRoom): void;
  /** Returns what is wrong about a text that is not one that this user wrote in this message, or null. */
  check(message: { id: string; text: string; author: { id: string } }): string | null;
}

const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);

/** Returns the stored messages that a page can read. */
export const readable = (room: ChatRoom) =>
  room.messages
    .get()
    .items.filter(
      ({ status, deletedAt, undecryptable, encrypted, text }) =>
        status === 'sent' && deletedAt === undefined && encrypted && !undecryptable && text !== '',
    );

const ownIn = (tab: Tab, room: ChatRoom) => readable(room).filter(({ author }) => author.id === tab.user.id);

export const createTexts = ({ chance, report, ledger }: World): Texts => {
  const written = new Map<string, { userId: string; texts: Set<string> }>();
  let count = 0;
  /** Long ones, too: a page holds less of those. */
  const newText = (tab: Tab): string =>
    `${tab.actor.name}#${++count}${chance.hit(0.05) ? ' long'.repeat(chance.int(10, 400)) : ''}`;

  const note = (id: string, userId: string, text: string): void => {
    const known = written.get(id) ?? { userId, texts: new Set<string>() };
    known.texts.add(text);
    written.set(id, known);
  };

  const post = (tab: Tab, room: ChatRoom, more: { replyTo?: string } = {}): void => {
    const text = newText(tab);
    const sending = room.messages.send({ text, ...more });
    const item = room.messages.get().items.findLast((each) => each.text === text);
    if (!item) return report(`texts: '${text}' is not shown by the page that sends it`);
    note(item.id, tab.user.id, text);
    sending.then(
      (message) => {
        if (message.id !== item.id || message.text !== text)
          report(`texts: '${text}' resolves to '${message.text}'`);
        if (!ledger.everCreated.has(message.id)) report(`texts: '${text}' resolves before it is stored`);
      },
      () => undefined,
    );
  };

  return {
    send: (tab, room) => post(tab, room),
    reply: (tab, room) => {
      const original = chance.pick(readable(room).slice(-5));
      if (original) post(tab, room, { replyTo: original.id });
    },
    edit: (tab, room) => {
      const message = chance.pick(ownIn(tab, room));
      if (!message) return;
      const text = newText(tab);
      note(message.id, tab.user.id, text);
      quietly(room.messages.edit(message.id, text));
    },
    check: ({ id, text, author }) => {
      const known = written.get(id);
      const isTheirs = known?.userId === author.id && known.texts.has(text);
      return isTheirs ? null : `shows '${text.slice(0, 40)}' in ${id} of ${author.id}, which nobody wrote`;
    },
  };
};
