import { mkdtempSync } from 'node:fs';
import { startContender } from './contender.ts';
import { chat, chatInMemory, ws, plain } from './contenders.ts';
import { gather } from './load/crowd.ts';
import { saturate } from './load/saturate.ts';
import { pinLoad } from './pinning.ts';
pinLoad();
const [, , members = '10', which = 'all', prof, ms = '1000', rounds = '3'] = process.argv;
const folder = mkdtempSync('/tmp/probe-');
const kinds = { memory: chatInMemory, sqlite: chat, ws, plain } as Record<string, any>;
const chosen = which === 'all' ? ['ws', 'memory', 'sqlite'] : which.split(',');
const sets = [];
for (const k of chosen) {
  const server = await startContender(
    kinds[k],
    folder,
    prof === 'prof' ? ['--cpu-prof', '--cpu-prof-dir=/tmp/prof'] : [],
  );
  sets.push({ k, server, crowd: await gather(server, { members: Number(members) }), out: [] as any[] });
}
for (let i = 0; i < 2 + Number(rounds); i++)
  for (const s of sets) {
    const r = await saturate(s.server, s.crowd, { inFlight: 10, forMs: Number(ms) });
    if (i >= 2) s.out.push(r);
  }
for (const s of sets) {
  const med = (f: string) => s.out.map((r) => r[f]).sort((a, b) => a - b)[Math.floor(s.out.length / 2)];
  console.log(
    members,
    s.k.padEnd(8),
    'µs/del',
    med('cpuMicrosPerDelivery').toFixed(2),
    'del/s',
    Math.round(med('deliveriesPerSecond')),
    'load',
    med('serverLoad').toFixed(2),
    'gen',
    med('generatorLoad').toFixed(2),
  );
}
import { readdirSync, readFileSync } from 'node:fs';
import { execSync } from 'node:child_process';
for (const pid of execSync('pgrep -f bench/peers/').toString().trim().split('\n')) {
  try {
    const cmd = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(-3).join(' ');
    for (const t of readdirSync(`/proc/${pid}/task`)) {
      const st = readFileSync(`/proc/${pid}/task/${t}/stat`, 'utf8');
      const f = st.slice(st.lastIndexOf(')') + 2).split(' ');
      const sw = readFileSync(`/proc/${pid}/task/${t}/status`, 'utf8').match(
        /voluntary_ctxt_switches:\s+(\d+)/g,
      );
      if (Number(f[11]) + Number(f[12]) > 5)
        console.log(
          cmd.slice(-40),
          t,
          st.slice(st.indexOf('('), st.lastIndexOf(')') + 1),
          'user',
          f[11] + '0ms',
          'sys',
          f[12] + '0ms',
          sw?.join(' '),
        );
    }
  } catch {}
}
for (const s of sets) await s.server.stop();
process.exit();
