// The files of expired messages are deleted, whenever the server ends while it removes them.
import type { ChatStorage, Logger } from '@chat/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { storages, uploadBy } from './data-rights-harness.ts';
import { connect, message, startServer } from './harness.ts';
import { patient } from '../../../../test/unhurried.ts';

const dayMs = 86_400_000;
const ignore = () => undefined;
const silent: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

type Fatal = 'before its messages go' | 'after its messages have gone' | 'while its files are looked for';

/** The storage as a process sees it that ends at a moment of its sweep: nothing of what it wants afterwards is done. */
const endingAt = (moment: Fatal, storage: ChatStorage): { storage: ChatStorage; ended: () => boolean } => {
  let isOver = false;
  const end = () => {
    isOver = true;
    throw new Error('the process is over');
  };
  const { timeline, files } = storage;
  const alive = async <T>(work: () => Promise<T>): Promise<T> => (isOver ? end() : work());
  return {
    ended: () => isOver,
    storage: {
      ...storage,
      timeline: {
        ...timeline,
        prune: (roomId, before) =>
          alive(async () => {
            if (moment === 'before its messages go') end();
            const count = await timeline.prune(roomId, before);
            if (moment === 'after its messages have gone' && count > 0) end();
            return count;
          }),
      },
      files: {
        ...files,
        list: (...of) => alive(() => files.list(...of)),
        due: (...of) => alive(() => files.due(...of)),
        setDue: (fileId, dueAt) =>
          alive(async () => {
            if (moment === 'while its files are looked for' && dueAt !== null) end();
            await files.setDue(fileId, dueAt);
          }),
      },
    },
  };
};

/** A quiet room with a file in a message, sent under this retention. */
const begin = async (storage: ChatStorage, seen: ChatStorage, retention: 'forever' | { days: number }) => {
  const clock = { at: Date.now() };
  vi.useFakeTimers({ toFake: ['setInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  onTestFinished(() => storage.close());
  const first = await startServer({ storage: seen, now: () => clock.at, logger: silent });
  const owner = first.chat.as({ id: 'duena', name: 'Dueña' });
  await owner.call('room:create', { roomId: 'r', retention });
  const ana = await connect(first.url);
  await ana.call('room:join', { roomId: 'r' });
  const { fileId } = await uploadBy(first.url, ana, 'r', 'viejo.txt');
  await ana.call('message:send', { ...message('r', 'viejo'), attachments: [{ fileId }] });
  const dueAt = retention === 'forever' ? null : clock.at + retention.days * dayMs + 1;
  await vi.waitFor(async () => expect((await storage.files.get(fileId))?.dueAt).toBe(dueAt), patient);
  await owner.call('room:update', { roomId: 'r', retention: { days: 1 } });
  clock.at += dayMs + 1;
  return { first, clock, fileId };
};

const isGone = (storage: ChatStorage, fileId: string) =>
  vi.waitFor(async () => {
    vi.advanceTimersByTime(30_000);
    expect(await storage.files.get(fileId)).toBeNull();
  }, patient);

const moments: Fatal[] = [
  'before its messages go',
  'after its messages have gone',
  'while its files are looked for',
];

test.each(storages.flatMap(([name, make]) => moments.map((moment) => [name, moment, make] as const)))(
  '%s: files are deleted even if the server ends %s',
  async (_, moment, make) => {
    const storage = make();
    const ending = endingAt(moment, storage);
    const { first, clock, fileId } = await begin(storage, ending.storage, 'forever');
    await vi.waitFor(() => {
      vi.advanceTimersByTime(30_000);
      expect(ending.ended()).toBe(true);
    }, patient);
    await first.stop();
    await startServer({ storage, now: () => clock.at });
    await isGone(storage, fileId);
    expect((await storage.timeline.page('r', { limit: 1 })).messages).toEqual([]);
  },
);

test.each(storages)(
  '%s: files are deleted with their messages if the retention is shortened',
  async (_, make) => {
    const storage = make();
    const { fileId } = await begin(storage, storage, { days: 30 });
    await isGone(storage, fileId);
    expect((await storage.timeline.page('r', { limit: 1 })).messages).toEqual([]);
  },
);
