import { messageId } from '../load/message-id.ts';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { compare, running, type Comparison, type Figures, type Run } from '../compare.ts';
import { chat, plain } from '../contenders.ts';
import { startContender, type Contender, type Kind } from '../contender.ts';
import { connectAll } from '../load/crowd.ts';
import { createDeliveries } from '../load/deliveries.ts';
import { connectMember, type Member } from '../load/member.ts';
import { quiet } from '../load/quiet.ts';
import type { Workload } from './workload.ts';

const roomId = 'storm';
const missed = 10;
const goneMs = 300;

type Since = { epoch: string; rev: number };

/** `atOnce`: all together, as when a cable is unplugged and plugged in again. */
const connect = ({ port, wire }: Contender, count: number, atOnce?: number): Promise<Member[]> => {
  const deliveries = createDeliveries(wire.delivery);
  return connectAll(count, (number) => connectMember(port, wire, `Member ${number}`, deliveries), atOnce);
};

const resume = (member: Member, since?: Since): Promise<string> =>
  member.call(['room:join', { roomId, ...(since ? { since } : {}) }]);

const place = (answer: string): Since => {
  const [{ value }] = JSON.parse(answer) as [{ value: Since }];
  return { epoch: value.epoch, rev: value.rev };
};

const say = async (member: Member, count: number): Promise<void> => {
  for (let said = 0; said < count; said++) {
    await new Promise<void>((done) =>
      member.send(roomId, messageId(), 'missed by those who are away', () => done()),
    );
  }
};

/** Whether an answer brings exactly what was missed. */
const isWhole = (answer: string): boolean =>
  answer.includes('"mode":"resume"') && answer.split('"kind":"text"').length === missed + 1;

/** All connect; with `since`, each also asks what it missed. Counted until nothing more comes. */
const comeBack = async (server: Contender, count: number, since?: Since): Promise<Figures> => {
  const [cpuBefore, from] = [await server.cpuMicros(), performance.now()];
  const members = await connect(server, count, count);
  const answers = since ? await Promise.all(members.map((member) => resume(member, since))) : [];
  const allInMs = performance.now() - from;
  await quiet(members);
  const cpuMicros = (await server.cpuMicros()) - cpuBefore;
  for (const { raw } of members) raw.destroy();
  await sleep(goneMs);
  return {
    cpuMicrosPerClient: cpuMicros / count,
    allInMs,
    ...(since ? { resumedShare: answers.filter(isWhole).length / count } : {}),
  };
};

const cutChat = (run: Run, count: number): Comparison['entrants'][number] =>
  running(
    run,
    chat,
    async (server) => {
      const stayer = await connectMember(
        server.port,
        server.wire,
        'Stayer',
        createDeliveries(server.wire.delivery),
      );
      await resume(stayer);
      const members = await connect(server, count);
      for (const member of members) await resume(member);
      for (const { raw } of members) raw.destroy();
      return { stayer, close: () => stayer.raw.destroy() };
    },
    async (server, { stayer }) => {
      const since = place(await resume(stayer));
      await say(stayer, missed);
      return comeBack(server, count, since);
    },
  );

const cutPlain = (run: Run, count: number): Comparison['entrants'][number] =>
  running(
    run,
    plain,
    async () => ({ close: () => undefined }),
    (server) => comeBack(server, count),
  );

/** Another process on the same file: it knows nobody yet, and nothing of it is compiled. */
const restartChat = async (run: Run, count: number): Promise<Figures> => {
  const file = join(mkdtempSync(join(run.folder, 'restart-')), 'messages.sqlite');
  const kind: Kind = { ...chat, args: () => [file] };
  const first = await startContender(kind, run.folder);
  const members = await connect(first, count);
  const answers = [];
  for (const member of members) answers.push(await resume(member));
  const since = place(answers.at(-1) ?? '');
  await first.stop();
  const second = await startContender(kind, run.folder);
  const stayer = await connectMember(
    second.port,
    second.wire,
    'Stayer',
    createDeliveries(second.wire.delivery),
  );
  await resume(stayer);
  await say(stayer, missed);
  const figures = await comeBack(second, count, since);
  stayer.raw.destroy();
  await second.stop();
  return figures;
};

const restartPlain = async (run: Run, count: number): Promise<Figures> => {
  const server = await startContender(plain, run.folder);
  const figures = await comeBack(server, count);
  await server.stop();
  return figures;
};

export const reconnectStorm: Workload = {
  name: 'reconnect-storm',
  about:
    `A thousand clients are cut off at once, miss ${missed} messages and return at once: each connects, presents its token, and ` +
    'requests the missed messages. With plain Socket.IO they only connect. After a restart: the process was killed, another one ' +
    'reads the file, and neither its code nor that of plain Socket.IO has run before.',
  run: async (run) => {
    const count = run.quick ? 20 : 1_000;
    const cut = await compare(run, {
      workload: 'reconnect-storm',
      setting: 'cut off',
      entrants: [cutChat(run, count), cutPlain(run, count)],
      warmUps: run.quick ? 0 : 2,
    });
    const restarted = await compare(run, {
      workload: 'reconnect-storm',
      setting: 'restarted',
      entrants: [
        { name: chat.name, once: restartChat },
        { name: plain.name, once: restartPlain },
      ].map(({ name, once }) => ({
        name,
        enter: async () => ({ measure: () => once(run, count), close: () => undefined }),
      })),
      warmUps: 0,
    });
    return [...cut, ...restarted];
  },
};
