import type { Message } from '@chat/protocol';
import type { StorageWatch } from './browser.ts';
import type { Ledger } from './ledger.ts';
import type { Report } from './report.ts';

/** The messages that users wrote, and their outcome. */
export interface OutboxWatch {
  storageOf(userId: string): StorageWatch;
  /** Somebody pressed Enter: the next text of this page. */
  write(page: string): string;
  /** `send` has resolved. */
  resolved(text: string, message: Message, userId: string): void;
  /** Tried again by hand: its place in the order is its own. */
  retried(text: string): void;
  discarded(id: string): void;
  /** No queued message disappears before it is stored. `kept`: ids still in some browser. */
  check(kept: ReadonlySet<string>): void;
  /** The messages of one page in a room are in the order of writing. */
  checkOrder(): void;
}

const isOutbox = (key: string): boolean => key.startsWith('outbox:');
const idOf = (key: string): string => key.slice(-36);

export const createOutboxWatch = (ledger: Ledger, report: Report): OutboxWatch => {
  const written = new Map<string, number>();
  /** The storage keys of each message, by id: it may move between them. */
  const kept = new Map<string, Set<string>>();
  const ownPlace = new Set<string>();
  const dropped = new Set<string>();
  const isStored = (id: string): boolean => ledger.everCreated.has(id) || ledger.everHeld.has(id);

  return {
    storageOf: (userId) => ({
      written: (key) => {
        if (isOutbox(key)) kept.set(idOf(key), new Set(kept.get(idOf(key))).add(key));
      },
      deleted: (key, robbed) => {
        if (!isOutbox(key)) return;
        const id = idOf(key);
        if (robbed && !ledger.erased.has(userId))
          report(`outbox: ${id} is sent by a page that did not write it, while the other lives`);
        kept.get(id)?.delete(key);
        if (ledger.erased.has(userId)) dropped.add(id); // their messages must not be sent
        if (kept.get(id)?.size !== 0 || isStored(id) || dropped.has(id)) return;
        report(`outbox: ${id} is forgotten before it was stored`);
      },
    }),
    write: (page) => {
      const number = (written.get(page) ?? 0) + 1;
      written.set(page, number);
      return `${page}#${number}`;
    },
    resolved: (text, message, userId) => {
      if (message.author.id !== userId) report(`outbox: '${text}' resolves to one of ${message.author.id}`);
      if (!ledger.everCreated.has(message.id)) report(`outbox: '${text}' resolves before it is stored`);
      const created = ledger.room(message.roomId).created.get(message.id);
      if (created && created.text !== text) report(`outbox: '${text}' is stored as '${created.text}'`);
    },
    retried: (text) => void ownPlace.add(text),
    discarded: (id) => void dropped.add(id),
    check: (here) => {
      for (const id of kept.keys())
        if (!here.has(id) && !isStored(id) && !dropped.has(id)) report(`outbox: ${id} is lost`);
    },
    checkOrder: () => {
      for (const { id, created } of ledger.rooms()) {
        const last = new Map<string, number>();
        for (const { id: messageId, text, forwarded } of created.values()) {
          const [page = '', number] = text.split('#');
          // An approved message has its place by the moment of the approval.
          if (ownPlace.has(text) || forwarded || number === undefined || ledger.everHeld.has(messageId))
            continue;
          if (Number(number) < (last.get(page) ?? 0)) report(`order: '${text}' comes late in ${id}`);
          last.set(page, Number(number));
        }
      }
    },
  };
};
