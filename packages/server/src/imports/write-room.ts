import type { Attachment, Room } from '@chat/protocol';
import type { Change } from '../storage/contract/change.ts';
import type { ImportedIds } from './imported-ids.ts';
import type { ImportReport } from './report.ts';
import type { OwnMarker, OwnRoom, SourceRoom } from './source.ts';
import type { Spool } from './spool.ts';
import type { ImportTarget, Outcome } from './target.ts';
import { withoutThread, type Translate, type TranslatedMessage } from './translate.ts';

export interface WriteRoomDeps {
  spool: Spool;
  translate: Translate;
  target: ImportTarget;
  report: ImportReport;
  fileIdOf: ImportedIds['file'];
  /** Called with the number of messages that were dealt with. */
  onMessages: (count: number) => void;
}

/** Enough to make a transaction cheap, few enough to bound the memory. */
const messagesAtOnce = 500;
const charactersAtOnce = 1_000_000;
const dayMs = 86_400_000;

/** Writes a room of an export with its members and messages. Repeating it changes nothing. */
export const writeRoom = async (source: SourceRoom | OwnRoom, deps: WriteRoomDeps): Promise<void> => {
  const { target, report, translate } = deps;
  const room = translate.room(source);
  const { isNew, newestAt } = await target.openRoom(room);
  report.count('rooms', isNew);
  const members = await writeMembers(source.id, room, deps);
  await writeMessages(source.id, room, newestAt, deps);
  const markers = deps.spool.markers(source.id);
  await target.markRead(room.id, 'own' in source ? markers.map(positionOf) : members);
};

const positionOf = ({ userId, joinedAt, joinedSeq, readSeq }: OwnMarker) => ({
  userId,
  joinedAt,
  first: { joinedAt, joinedSeq, readSeq },
});

const writeMembers = async (
  sourceId: string,
  room: Room,
  { spool, target, report, translate }: WriteRoomDeps,
): Promise<{ userId: string; joinedAt: number }[]> => {
  const members = spool.members(sourceId).map((each) => translate.member(each, room));
  const byUser = new Map(members.map((each) => [each.user.id, each]));
  const all = [...byUser.values()];
  for (let from = 0; from < all.length; from += messagesAtOnce) {
    const some = all.slice(from, from + messagesAtOnce);
    const outcomes = await target.commit(
      room.id,
      some.map(({ user, ...member }): Change => {
        return { kind: 'import-member', actor: user, at: member.joinedAt, user, member };
      }),
    );
    some.forEach(({ user }, index) => {
      const outcome = outcomes[index] ?? 'known';
      if (typeof outcome === 'string') report.count('members', outcome === 'added');
      else report.note('lost', whyNot(outcome.refused), `${user.name} in ${room.title || room.id}`);
    });
  }
  return all.map(({ user, joinedAt }) => ({ userId: user.id, joinedAt }));
};

/** Why something was refused. */
const whyNot = (code: string): string => {
  if (code === 'forbidden' || code === 'not_found') return 'data of users who were erased here';
  return code === 'conflict' ? 'messages older than those that the room has already' : `refused as ${code}`;
};

const writeMessages = async (
  sourceId: string,
  room: Room,
  newestAt: number,
  deps: WriteRoomDeps,
): Promise<void> => {
  const { spool, translate, onMessages } = deps;
  const pins = { count: 0 };
  let batch: TranslatedMessage[] = [];
  let characters = 0;
  // One batch is written while the next one is prepared.
  let writing: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    const full = batch;
    batch = [];
    characters = 0;
    await writing;
    writing = writeBatch(room, full, newestAt, deps);
    // It is awaited later: until then, a failure is no unhandled rejection.
    writing.catch(() => undefined);
  };
  let read = 0;
  for (const spooled of spool.messages(sourceId)) {
    read += 1;
    for (const message of translate.message(spooled, pins)) {
      await addFiles(message, room, deps);
      batch.push(message);
      characters += message.message.text.length;
    }
    if (batch.length < messagesAtOnce && characters < charactersAtOnce) continue;
    await flush();
    onMessages(read);
    read = 0;
  }
  await flush();
  await writing;
  onMessages(read);
};

/** Stores the files of a message. A message of missing files alone gets their names as its text. */
const addFiles = async (
  translated: TranslatedMessage,
  room: Room,
  { target, report, fileIdOf }: WriteRoomDeps,
): Promise<void> => {
  const { files, message, author, at, what } = translated;
  if (files.length === 0) return;
  // It may have been deleted here, with its files.
  if (await target.hasMessage(room.id, message.id)) return;
  const given = new Map(message.attachments.map((each) => [each.fileId, each]));
  const attachments: Attachment[] = [];
  for (const [index, file] of files.entries()) {
    const attachment = given.get(file.fileId ?? '');
    const fileId = file.fileId ?? fileIdOf(message.id, at, index);
    const place = { fileId, roomId: room.id, messageId: message.id, userId: author.id, at };
    const outcome = await target.files.add({ ...place, file, ...(attachment ? { attachment } : {}) });
    if ('reason' in outcome) {
      report.note('lost', outcome.reason, `${file.name}: ${what}`);
      continue;
    }
    report.count('files', outcome.isNew);
    attachments.push(outcome.attachment);
  }
  message.attachments = attachments;
  if (attachments.length === 0 && message.text.trim() === '' && message.deletedAt === undefined)
    message.text = files.map(({ name }) => `[${name}]`).join('\n');
};

const writeBatch = async (
  room: Room,
  batch: readonly TranslatedMessage[],
  newestAt: number,
  deps: WriteRoomDeps,
): Promise<void> => {
  if (batch.length === 0) return;
  const changeOf = ({ author, at, order, message }: TranslatedMessage): Change => ({
    kind: 'import-message',
    actor: author,
    at,
    message,
    notBefore: order >= newestAt ? 0 : newestAt,
  });
  const { target, report } = deps;
  const outcomes = await target.commit(room.id, batch.map(changeOf));
  for (const [index, message] of batch.entries()) {
    let outcome = outcomes[index] ?? 'known';
    if (isRefusedAs(outcome, 'not_found')) {
      report.note('changed', withoutThread, message.what);
      const { threadId: _thread, alsoToRoom: _shown, ...plain } = message.message;
      [outcome = 'known'] = await target.commit(room.id, [changeOf({ ...message, message: plain })]);
    }
    await settle(message, outcome, room, deps);
  }
};

const isRefusedAs = (outcome: Outcome, code: string): boolean =>
  typeof outcome === 'object' && outcome.refused === code;

const settle = async (
  { message, at, what }: TranslatedMessage,
  outcome: Outcome,
  room: Room,
  { target, report }: WriteRoomDeps,
): Promise<void> => {
  if (typeof outcome === 'object') {
    report.note('lost', whyNot(outcome.refused), what);
    return;
  }
  const isNew = outcome === 'added';
  report.count('messages', isNew);
  report.count(
    'reactions',
    isNew,
    message.reactors.reduce((sum, { userIds }) => sum + userIds.length, 0),
  );
  report.count('earlier texts', isNew, message.versions.length);
  if (!isNew || message.attachments.length === 0) return;
  const { retention } = room;
  const dueAt = typeof retention === 'object' ? at + retention.days * dayMs + 1 : null;
  await target.files.keep(
    message.attachments.map(({ fileId }) => fileId),
    dueAt,
  );
};
