// The files of container/monitoring: Prometheus reads the metrics, its own tool tests the alerts and reads the dashboard's expressions.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createChatServer } from '@chat/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startProgram } from '../../scripts/start-program.mjs';
import { findPrometheus } from '../../scripts/system-programs.mjs';
import { freePort } from '../e2e/free-port.ts';
import { root } from '../source-files.ts';
import { patient } from '../unhurried.ts';

const files = join(root, 'container/monitoring');
const { server, tool } = findPrometheus() ?? { server: '', tool: '' };

const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-monitoring-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Rejects, with what it says, unless the tool finds all well. */
const check = (...args: string[]) => promisify(execFile)(tool, args, { cwd: files });

test('each alert fires for its cause, and none for a server that is well', async () => {
  await check('check', 'rules', 'alerts.yml');
  const { stdout } = await check('test', 'rules', 'alerts.test.yml');
  expect(stdout).toContain('SUCCESS');
});

test('the dashboard asks only what Prometheus understands', async () => {
  const { panels } = JSON.parse(readFileSync(join(files, 'grafana-dashboard.json'), 'utf8')) as {
    panels: { targets: { expr: string }[] }[];
  };
  const rules = panels
    .flatMap(({ targets }) => targets)
    .map(({ expr }, at) => ({ record: `panel:${at}`, expr: expr.replace('$instance', '.*') }));
  expect(rules.length).toBeGreaterThan(10);
  const file = join(temporaryFolder(), 'rules.yml');
  // YAML contains JSON.
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
  await check('check', 'rules', file);
});

test('Prometheus reads the metrics of a server', { timeout: 60_000 }, async () => {
  const http = createServer();
  const chat = createChatServer(http);
  const metrics = createServer((_request, response) => {
    response
      .setHeader('content-type', 'application/openmetrics-text; version=1.0.0; charset=utf-8')
      .end(chat.metrics());
  });
  await new Promise<void>((resolve) => metrics.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await chat.close();
    metrics.closeAllConnections();
    metrics.close();
  });
  const session = chat.as({ id: 'ana', name: 'Ana' });
  await session.call('room:join', { roomId: 'r' });
  for (const text of ['one', 'two'])
    await session.call('message:send', { roomId: 'r', id: crypto.randomUUID(), text });

  const folder = temporaryFolder();
  const config = join(folder, 'prometheus.yml');
  writeFileSync(
    config,
    readFileSync(join(files, 'prometheus.yml'), 'utf8')
      .replaceAll('15s', '1s')
      .replace('alerts.yml', join(files, 'alerts.yml'))
      .replace('127.0.0.1:9464', `127.0.0.1:${(metrics.address() as AddressInfo).port}`),
  );
  const address = `127.0.0.1:${await freePort()}`;
  const prometheus = await startProgram(
    server,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--log.level=info',
    ],
    { ready: 'Server is ready to receive web requests' },
  );
  onTestFinished(async () => void (await prometheus.end()));
  const ask = async (path: string) => {
    const response = await fetch(`http://${address}/api/v1/${path}`);
    return ((await response.json()) as { data: unknown }).data;
  };
  const valueOf = async (query: string) =>
    (await ask(`query?query=${encodeURIComponent(query)}`)) as { result: { value: [number, string] }[] };
  await vi.waitFor(async () => {
    const sent = await valueOf('chat_commands_total{command="message:send",outcome="ok"}');
    expect(sent.result.map(({ value }) => value[1])).toEqual(['2']);
  }, patient);
  expect(await ask('targets')).toMatchObject({ activeTargets: [{ health: 'up', lastError: '' }] });
  expect(await ask('metadata?metric=chat_commands')).toMatchObject({ chat_commands: [{ type: 'counter' }] });
  expect(await ask('rules')).toMatchObject({ groups: [{ rules: { length: 8 } }] });
});
