// A client that another project's generator makes from the OpenAPI document of a running server.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient } from '@hey-api/openapi-ts';
import { createChatServer, memoryStorage } from '@chat/server';
import ts from 'typescript';
import { expect, onTestFinished, test } from 'vitest';
import { root } from './source-files.ts';

const serve = async (): Promise<string> => {
  const httpServer = createServer();
  const chat = createChatServer(httpServer, {
    storage: memoryStorage(),
    authenticate: ({ token = '' }) => ({ id: token, name: token }),
  });
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await chat.close();
    httpServer.close();
  });
  return `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;
};

/** Generates a client into a folder of its own, and returns its path. */
const generate = async (document: unknown): Promise<string> => {
  const cache = join(root, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'openapi-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await createClient({
    input: document as Record<string, unknown>,
    output: { path: folder, importFileExtension: '.ts' },
    logs: { level: 'silent' },
    plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
  });
  return folder;
};

/** What a project would write against the client. It is compiled with it, then run. */
const program = `
import { client } from './client.gen.ts';
import { messageList, messageSend, roomCreate, roomJoin } from './sdk.gen.ts';

export const talk = async (baseUrl: string, id: string): Promise<unknown> => {
  client.setConfig({ baseUrl, headers: { authorization: 'Bearer ana' } });
  const created = await roomCreate({ body: { title: 'Consulta' } });
  const roomId: string = created.data?.id ?? '';
  await roomJoin({ path: { roomId }, body: {} });
  const sent = await messageSend({ path: { roomId }, body: { id, text: 'Hola' } });
  const seq: number | undefined = sent.data?.seq;
  const page = await messageList({ path: { roomId }, query: { limit: 10 } });
  const texts: string[] = page.data?.messages.map(({ text }) => text) ?? [];
  const refused = await messageSend({ path: { roomId }, body: { id: 'no UUID', text: 'Hola' } });
  const code: string | undefined = refused.error?.error.code;
  return { seq, texts, code, field: refused.error?.error.field };
};
`;

const compile = (path: string): string[] =>
  ts
    .getPreEmitDiagnostics(
      ts.createProgram([path], {
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        allowImportingTsExtensions: true,
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        types: [],
      }),
    )
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));

test('a client generated from the OpenAPI document compiles, and talks', { timeout: 60_000 }, async () => {
  const url = await serve();
  const folder = await generate(await (await fetch(`${url}/chat/api/openapi.json`)).json());
  const path = join(folder, 'talk.ts');
  await writeFile(path, program);
  expect(compile(path)).toEqual([]);
  const { talk } = (await import(pathToFileURL(path).href)) as {
    talk(url: string, id: string): Promise<unknown>;
  };
  expect(await talk(`${url}/chat/api`, crypto.randomUUID())).toEqual({
    seq: 1,
    texts: ['Hola'],
    code: 'invalid',
    field: 'id',
  });
});
