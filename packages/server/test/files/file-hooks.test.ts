import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { ChatError, diskFiles, type Hooks, type Upload } from '@chat/server';
import { describe, expect, test } from 'vitest';
import {
  fetchFile,
  photoWithPlace,
  rest,
  roomOfTwo,
  storages,
  temporaryDir,
  upload,
} from './file-fixtures.ts';

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ name }) => name);

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

describe.each(storages)('upload hooks over %s', (_, make) => {
  test('get the file as it will be stored, and may refuse it without leaving anything', async () => {
    const folder = temporaryDir();
    const seen: (Upload & { by: string })[] = [];
    const done: string[] = [];
    const hooks: Hooks = {
      'before:file:upload': async ({ user }, upload) => {
        seen.push({ ...upload, by: user.name });
        const bytes = await readFile(upload.path);
        expect(bytes.length).toBe(upload.size);
        if (bytes.includes('EICAR'))
          throw new ChatError('forbidden', 'a virus was found', { reason: 'virus_found' });
      },
      'after:file:upload': (_context, { name }) => {
        done.push(name);
        throw new Error('changes nothing');
      },
    };
    const { url, ana } = await roomOfTwo({
      storage: make(),
      hooks,
      files: diskFiles(folder),
      logger: silent,
    });
    const { token } = ana.hello;
    const infected = await upload(url, token, 'r', 'X5O!P%@AP EICAR', { name: '../../virus.txt' });
    expect(infected).toMatchObject({
      status: 403,
      body: { error: { code: 'forbidden', reason: 'virus_found', message: 'a virus was found' } },
    });
    expect(filesIn(folder)).toEqual([]);
    const photo = await photoWithPlace();
    const clean = await upload(url, token, 'r', photo, { name: 'foto.jpg', type: 'text/html' });
    expect(clean.status).toBe(201);
    expect(seen).toMatchObject([
      { by: 'Ana', roomId: 'r', name: 'virus.txt', size: 15 },
      { by: 'Ana', roomId: 'r', name: 'foto.jpg', type: 'image/jpeg', width: 480, height: 640 },
    ]);
    expect(seen[1]?.size).toBe(clean.body.size);
    expect(done).toEqual(['foto.jpg']);
    expect((await fetchFile(url, ana, clean.body.fileId)).status).toBe(200);
    expect((await rest(url, token, 'GET', '/rooms/r/files')).body.files).toHaveLength(0);
  });

  test('run in order, may rename the file, and run for in-process sessions too', async () => {
    const names: string[] = [];
    const named = (name: string): Hooks => ({
      'before:file:upload': (_context, upload) => {
        names.push(upload.name);
        return { name };
      },
    });
    const { chat } = await roomOfTwo({
      storage: make(),
      hooks: [named('uno.txt'), named('a/../dos\u202e.txt')],
    });
    const session = chat.as({ id: 'sol', name: 'Sol' });
    await session.call('room:join', { roomId: 'r' });
    const file = await session.upload('r', { name: 'cero.txt', bytes: Buffer.from('hola') });
    expect(file.name).toBe('dos.txt');
    expect(names).toEqual(['cero.txt', 'uno.txt']);
  });

  test('do not run if a permission or limit refuses the file, and their errors reveal nothing', async () => {
    let asked = 0;
    const hooks: Hooks = {
      'before:file:upload': () => {
        asked += 1;
        throw new Error('secret');
      },
    };
    const { url, ana } = await roomOfTwo({
      storage: make(),
      hooks,
      limits: { maxFileBytes: 100 },
      logger: silent,
    });
    const { token } = ana.hello;
    expect((await upload(url, token, 'r', 'x'.repeat(200))).status).toBe(413);
    expect((await upload(url, token, 'unknown', 'hola')).status).toBe(404);
    expect(asked).toBe(0);
    const failed = await upload(url, token, 'r', 'hola');
    expect([failed.status, asked]).toEqual([500, 1]);
    expect(JSON.stringify(failed.body)).not.toContain('secret');
  });
});
