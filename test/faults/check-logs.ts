import type { Message } from '@chat/protocol';
import type { PageLog } from './page.ts';
import type { PlainLog } from './plain-writer.ts';
import type { StoredRoom } from './stored-rooms.ts';
import type { WritingLog } from './writing.ts';

/** The logs of writers and readers. */
export interface Logs {
  pages: readonly PageLog[];
  plain: readonly PlainLog[];
}

/** The results of a run. */
export interface Evidence extends Logs {
  rooms: readonly string[];
  stored: ReadonlyMap<string, StoredRoom>;
}

/** Compares the logs of writers and readers with the store; returns the faults. */
export const checkLogs = ({ rooms, stored, pages, plain }: Evidence): string[] => {
  const wrong: string[] = [];
  const report = (violation: string): void => void wrong.push(violation);
  const writings = [...pages, ...plain].map(({ writing }) => writing);
  for (const roomId of rooms) checkRoom(roomId, stored.get(roomId), report);
  const byId = new Map(
    [...stored.values()].flatMap(({ messages }) => messages.map((each) => [each.id, each])),
  );
  const firstTexts = new Map(
    writings.flatMap(({ answers }) => [...answers].map(([text, [first]]) => [first?.id, text])),
  );
  const byText = new Map<string, Message[]>();
  for (const message of byId.values()) {
    const text = firstTexts.get(message.id) ?? message.text;
    byText.set(text, [...(byText.get(text) ?? []), message]);
  }
  for (const writing of writings) checkWriting(writing, byText, byId, report);
  for (const { name, writing, told, userIds } of pages) {
    checkOrder(name, writing, byText, report);
    for (const { roomId, seqs } of told) {
      // A resume contains a message once, at its last change.
      const inOrder = isRevised(stored.get(roomId)) ? seqs.toSorted((one, other) => one - other) : seqs;
      checkTold(`${name} in ${roomId}`, inOrder, report);
    }
    if (userIds.size > 1) report(`${name} became ${userIds.size} users`);
  }
  for (const log of plain) checkHeard(log, stored, byId, report);
  return wrong;
};

type Report = (violation: string) => void;

const isRevised = (room: StoredRoom | undefined): boolean =>
  room?.messages.some(({ editedAt, deletedAt }) => editedAt !== undefined || deletedAt !== undefined) ??
  false;

const checkRoom = (roomId: string, room: StoredRoom | undefined, report: Report): void => {
  if (room === undefined) return report(`${roomId} is not stored`);
  const { seq, rev, messages } = room;
  messages.forEach((message, index) => {
    if (message.seq !== index + 1) report(`${roomId} holds seq ${message.seq} in place ${index + 1}`);
    if (message.rev > rev) report(`${roomId} at rev ${rev} holds a message of rev ${message.rev}`);
  });
  if (messages.length !== seq) report(`${roomId} holds ${messages.length} messages at seq ${seq}`);
  if (new Set(messages.map(({ id }) => id)).size !== messages.length) report(`${roomId} holds an id twice`);
  if (new Set(messages.map((message) => message.rev)).size !== messages.length)
    report(`${roomId} has given a rev twice`);
  if (!isRevised(room) && rev !== seq + 1) report(`${roomId} is at rev ${rev} after ${seq} messages`);
};

const checkWriting = (
  { written, answers, revisions, failures }: WritingLog,
  byText: ReadonlyMap<string, Message[]>,
  byId: ReadonlyMap<string, Message>,
  report: Report,
): void => {
  for (const failure of failures) report(`failed: ${failure}`);
  for (const { roomId, text } of written) {
    const found = byText.get(text) ?? [];
    const isAcked = answers.has(text);
    if (found.length === 0)
      report(`${isAcked ? 'lost, although acknowledged' : 'never delivered'}: '${text}'`);
    if (found.length > 1) report(`doubled: '${text}' is stored ${found.length} times`);
    if (found[0] && found[0].roomId !== roomId) report(`'${text}' is stored in ${found[0].roomId}`);
    for (const { id, seq, author } of answers.get(text) ?? []) {
      const message = byId.get(id);
      if (message && (message.seq !== seq || message.author.id !== author.id))
        report(`'${text}' was acknowledged as seq ${seq}, and is stored as ${message.seq}`);
    }
  }
  for (const [id, asked] of revisions) {
    const message = byId.get(id);
    const last = asked.findLastIndex(({ rev }) => rev !== undefined);
    if (message === undefined || last < 0) continue;
    const { rev = 0, text } = asked[last] ?? {};
    const could = asked.slice(last).map((each) => each.text ?? '');
    if (message.rev < rev || !could.includes(message.text))
      report(
        `a change of '${text}' was acknowledged at rev ${rev}, stored is '${message.text}' of rev ${message.rev}`,
      );
  }
};

/** The messages of one page in one room are in the order of writing. */
const checkOrder = (
  name: string,
  { written }: WritingLog,
  byText: ReadonlyMap<string, Message[]>,
  report: Report,
) => {
  const last = new Map<string, number>();
  for (const { roomId, text } of written) {
    const { seq } = byText.get(text)?.[0] ?? {};
    if (seq === undefined) continue;
    if (seq < (last.get(roomId) ?? 0)) report(`out of order: '${text}' of ${name}`);
    last.set(roomId, seq);
  }
};

const checkTold = (who: string, seqs: readonly number[], report: Report): void => {
  seqs.forEach((seq, index) => {
    const before = seqs[index - 1];
    if (before !== undefined && seq !== before + 1) report(`${who} is told of seq ${seq} after ${before}`);
  });
};

const checkHeard = (
  { heard }: PlainLog,
  stored: ReadonlyMap<string, StoredRoom>,
  byId: ReadonlyMap<string, Message>,
  report: Report,
): void => {
  for (const { roomId, from, events } of heard) {
    let rev = from ?? events[0]?.rev ?? 0;
    for (const event of events) {
      if (event.rev > (stored.get(roomId)?.rev ?? 0))
        report(`${roomId} told rev ${event.rev}, which is not stored`);
      if ('message' in event) checkTelling(event.message, byId, report);
      if (from === null || event.rev <= from) continue;
      if (event.rev !== rev + 1) report(`${roomId} told rev ${event.rev} after ${rev}`);
      rev = event.rev;
    }
  }
};

/** Every event is stored: as it was sent, or as it was changed later. */
const checkTelling = (told: Message, byId: ReadonlyMap<string, Message>, report: Report): void => {
  const message = byId.get(told.id);
  if (message === undefined) return report(`told and not stored: '${told.text}'`);
  const isSame =
    message.rev === told.rev ? JSON.stringify(message) === JSON.stringify(told) : message.rev > told.rev;
  if (!isSame || message.seq !== told.seq) report(`told otherwise than stored: '${told.text}'`);
};
