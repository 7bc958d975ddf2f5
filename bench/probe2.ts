import { mkdtempSync } from 'node:fs';
import { startContender } from './contender.ts';
import { chat, plain } from './contenders.ts';
import { connectAll } from './load/crowd.ts';
import { createDeliveries } from './load/deliveries.ts';
import { connectMember } from './load/member.ts';
import { pinLoad } from './pinning.ts';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
pinLoad();
const [, , which = 'both', prof, rounds = '4', mode = 'resume'] = process.argv;
const folder = mkdtempSync('/tmp/probe-');
for (const [k, kind] of Object.entries({ plain, chat })) {
  if (which !== 'both' && which !== k) continue;
  const server = await startContender(
    kind,
    folder,
    prof === 'prof' ? ['--cpu-prof', '--cpu-prof-dir=/tmp/prof'] : [],
  );
  const d = createDeliveries(server.wire.delivery);
  const conn = (n: number) =>
    connectAll(n, (i) => connectMember(server.port, server.wire, `Member ${i}`, d), n);
  const stayer = await connectMember(server.port, server.wire, 'Stayer', d);
  const out: number[] = [];
  for (let r = 0; r < Number(rounds); r++) {
    let since: any;
    if (k === 'chat') {
      const [{ value }] = JSON.parse(await stayer.call(['room:join', { roomId: 'storm' }])) as any;
      since = { epoch: value.epoch, rev: value.rev };
      for (let i = 0; i < 10; i++)
        await new Promise<void>((done) =>
          stayer.send('storm', randomUUID(), 'missed by those who are away', () => done()),
        );
    }
    const before = await server.cpuMicros();
    const ms = await conn(1000);
    if (k === 'chat' && mode === 'resume')
      await Promise.all(ms.map((m) => m.call(['room:join', { roomId: 'storm', since }])));
    await sleep(200);
    out.push(((await server.cpuMicros()) - before) / 1000);
    for (const { raw } of ms) raw.destroy();
    await sleep(400);
  }
  console.log(k, 'µs/client', out.map((o) => o.toFixed(0)).join(' '));
  await server.stop();
}
process.exit();
