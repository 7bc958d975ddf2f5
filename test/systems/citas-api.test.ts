import { createServer } from 'node:http';
import { createChatClient } from '@chat/client';
import { firstOf, guests } from '@chat/server';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { citasApi } from '../../examples/citas/citas-api.ts';
import { createCitas, type Cita } from '../../examples/citas/citas.ts';
import { oldVocabulary } from '../../examples/citas/old-vocabulary.ts';
import { createStaff } from '../../examples/citas/staff.ts';
import { startServer } from '../../packages/server/test/chat/harness.ts';
import { oldFrontEnd } from './old-front-end.ts';

const start = async (key?: string) => {
  const app = express();
  const staff = createStaff();
  const authenticate = firstOf(staff.authenticate, guests());
  const running = await startServer({ dialects: [oldVocabulary], authenticate }, createServer(app));
  app.use('/api/citas', citasApi(createCitas(running.chat), staff, key));
  const ask = async (method: string, path = '', body?: unknown, bearer = key) => {
    const response = await fetch(`${running.url}/api/citas${path}`, {
      method,
      headers: {
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return {
      status: response.status,
      body: (await response.json()) as Cita & {
        error?: string;
        campo?: string;
        token?: string;
        invitacion?: string;
      },
    };
  };
  return { ...running, ask };
};

const horario = {
  titulo: 'Renovación del padrón',
  ciudadano: 'Ana García',
  inicio: '2026-12-01T10:30:00+01:00',
  duracionMin: 45,
};

test('creating, moving, opening and ending an appointment does the same to its room', async () => {
  const { url, ask } = await start();
  const { status, body: cita } = await ask('POST', '', horario);
  expect(status).toBe(201);
  expect(cita).toEqual({
    ...horario,
    inicio: '2026-12-01T09:30:00.000Z',
    id: cita.sala,
    sala: expect.stringMatching(/^cita-[a-z2-9]{8}$/) as string,
    estado: 'programada',
    salaEspera: false,
    asistencia: false,
    confidencial: false,
  });
  const earlier = await ask('POST', '', { ...horario, inicio: '2026-11-30T08:00:00Z' });
  expect((await ask('GET')).body).toEqual([earlier.body, cita]);
  expect((await ask('GET', `/${cita.id}`)).body).toEqual(cita);

  const moved = await ask('PATCH', `/${cita.id}`, { inicio: '2026-12-02T09:30:00Z', duracionMin: 30 });
  expect(moved.body).toEqual({ ...cita, inicio: '2026-12-02T09:30:00.000Z', duracionMin: 30 });
  expect((await ask('PATCH', `/${cita.id}`, { estado: 'abierta' })).body.estado).toBe('abierta');

  const old = await oldFrontEnd(url);
  await old.ask('entrarCita', { nombre: 'Funcionaria', sala: cita.sala });
  const client = createChatClient({ url, name: 'Ana García' });
  onTestFinished(() => client.close());
  const room = client.room(cita.sala);
  await room.join();
  await room.messages.send({ text: 'buenos días' });
  await old.hears('message', ({ mensaje }: { mensaje: string }) => mensaje === 'buenos días');

  expect(await ask('PUT', `/${cita.id}/fin`)).toMatchObject({ status: 200, body: { estado: 'finalizada' } });
  await old.hears('message', ({ mensaje }: { mensaje: string }) => mensaje === 'La cita ha terminado');
  await expect.poll(() => room.state.get().can?.['message:send']).toBe(false);
  expect(await old.ask('message', 'ya no')).toMatchObject({ ok: false, error: 'room_ended' });
  expect(room.messages.get().items.map(({ text }) => text)).toEqual(['buenos días']);
  expect((await ask('GET', '?estado=finalizada')).body).toMatchObject([{ id: cita.id }]);
  expect(await ask('PATCH', `/${cita.id}`, { duracionMin: 60 })).toMatchObject({ status: 409 });
  expect(await ask('DELETE', `/${cita.id}`)).toMatchObject({ status: 409, body: { error: 'finalizada' } });
});

test('appointments can be listed by day and by status', async () => {
  const { ask } = await start();
  const at = (day: number, hour: number) => new Date(2026, 11, day, hour).toISOString();
  const ids: string[] = [];
  for (const inicio of [at(1, 0), at(1, 23), at(2, 0), at(30, 12)])
    ids.push((await ask('POST', '', { ...horario, inicio })).body.id);
  await ask('DELETE', `/${ids[1]}`);
  const listed = async (query: string) =>
    ((await ask('GET', query)).body as unknown as Cita[]).map(({ id }) => id);
  expect(await listed('?dia=2026-12-01')).toEqual([ids[0], ids[1]]);
  expect(await listed('?dia=2026-12-01&estado=programada')).toEqual([ids[0]]);
  expect(await listed('?dia=2026-12-02')).toEqual([ids[2]]);
  for (const dia of ['2026-12-03', '1969-01-01']) expect(await listed(`?dia=${dia}`)).toEqual([]);
  expect(await listed('?dia=2026-12-01&estado=cancelada')).toEqual([ids[1]]);
  expect(await listed('?estado=finalizada')).toEqual([]);
  expect(await listed('')).toEqual(ids);
  for (const dia of ['2026-02-30', '2026-12-1', 'hoy', ''])
    expect(await ask('GET', `?dia=${dia}`)).toMatchObject({ status: 400, body: { campo: 'dia' } });
});

test('an ended appointment keeps its transcript and documents, and rejects new messages and files', async () => {
  const { url, ask } = await start();
  const { body: cita } = await ask('POST', '', horario);
  const client = createChatClient({ url, name: 'Ana García' });
  onTestFinished(() => client.close());
  const room = client.room(cita.sala);
  await room.join();
  const document = new File(['%PDF-1.4 el padrón'], 'padrón.pdf', { type: 'application/pdf' });
  const file = await room.files.upload(document);
  const { fileId } = file;
  await room.messages.send({ text: 'aquí está', attachments: [file] });
  await ask('PUT', `/${cita.id}/fin`);
  await expect.poll(() => room.state.get().room?.phase).toBe('ended');

  const { files } = await room.files.list();
  expect(files).toMatchObject([{ name: 'padrón.pdf', fileId }]);
  const opened = await fetch(await room.files.url(fileId));
  expect(await opened.text()).toBe('%PDF-1.4 el padrón');
  const transcript = await fetch(`${url}/api/citas/${cita.id}/transcripcion`);
  expect(transcript.headers.get('content-disposition')).toContain(`${cita.id}.txt`);
  expect(await transcript.text()).toMatch(/Ana García[\s\S]*aquí está/);
  const table = await fetch(`${url}/api/citas/${cita.id}/transcripcion?formato=csv`);
  expect(table.headers.get('content-type')).toContain('text/csv');
  expect(await table.text()).toMatch(/"00:00:0\d\.\d{3}","Ana García","text","aquí está","padrón\.pdf"/);
  await expect(room.messages.send({ text: 'tarde' })).rejects.toMatchObject({ reason: 'room_ended' });
  await expect(room.files.upload(document)).rejects.toMatchObject({ reason: 'room_ended' });
});

test('a cancelled appointment stays cancelled, and its calendar file says so', async () => {
  const { url, ask } = await start();
  const { body: cita } = await ask('POST', '', { ...horario, titulo: 'Padrón; a, b' });
  const calendar = async () => {
    const response = await fetch(`${url}/api/citas/${cita.id}.ics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/calendar/);
    return response.text();
  };
  const before = await calendar();
  expect(before).toContain('DTSTART:20261201T093000Z\r\nDTEND:20261201T101500Z');
  expect(before).toContain('SUMMARY:Padrón\\; a\\, b');
  expect(before.replaceAll('\r\n ', '')).toContain(`?sala=${cita.sala}`);
  for (const _ of [1, 2])
    expect(await ask('DELETE', `/${cita.id}`)).toMatchObject({ status: 200, body: { estado: 'cancelada' } });
  expect(await calendar()).toContain('STATUS:CANCELLED');
  expect(await ask('PUT', `/${cita.id}/fin`)).toMatchObject({ status: 409, body: { error: 'cancelada' } });
});

test('invalid input is rejected with its field, and the staff API needs a key', async () => {
  const { url, ask } = await start('la clave del portal');
  const wrong: [unknown, string][] = [
    [{ ...horario, titulo: ' ' }, 'titulo'],
    [{ ...horario, titulo: 'dos\nlíneas' }, 'titulo'],
    [{ ...horario, ciudadano: 7 }, 'ciudadano'],
    [{ ...horario, inicio: 'mañana' }, 'inicio'],
    [{ ...horario, inicio: '2026-12-01T10:30:00' }, 'inicio'],
    [{ ...horario, inicio: '2026-13-01T10:30:00Z' }, 'inicio'],
    [{ ...horario, inicio: '2026-02-30T10:30:00Z' }, 'inicio'],
    [{ ...horario, inicio: '1' }, 'inicio'],
    [{ ...horario, titulo: '   ' }, 'titulo'],
    [{ ...horario, duracionMin: 0.5 }, 'duracionMin'],
    [{ ...horario, sala: 'mia' }, 'sala'],
    [[], 'cuerpo'],
  ];
  for (const [body, campo] of wrong)
    expect(await ask('POST', '', body)).toMatchObject({ status: 400, body: { error: 'invalid', campo } });
  expect((await ask('POST', '', '{"titulo":')).status).toBe(400);
  expect((await ask('GET', '?estado=rota')).status).toBe(400);
  expect((await ask('GET', '/unknown')).status).toBe(404);
  expect((await ask('GET', '/unknown/transcripcion')).status).toBe(404);
  expect((await ask('GET', '/unknown/transcripcion', undefined, 'otra')).status).toBe(401);
  for (const [method, path, body] of [
    ['PATCH', '/unknown', {}],
    ['DELETE', '/unknown', undefined],
    ['PUT', '/unknown/fin', undefined],
    ['POST', '/unknown/asiento', { nombre: 'Marta' }],
  ] as const)
    expect(await ask(method, path, body)).toMatchObject({ status: 404, body: { error: 'not_found' } });
  expect((await fetch(`${url}/api/citas/unknown.ics`)).status).toBe(404);
  const { body: cita } = await ask('POST', '', horario);
  expect((await ask('PATCH', `/${cita.id}`, { estado: 'cancelada' })).status).toBe(400);
  expect((await ask('GET', '', undefined, 'otra')).status).toBe(401);
  expect((await ask('DELETE', `/${cita.id}`, undefined, '')).status).toBe(401);
  expect((await fetch(`${url}/api/citas/${cita.id}.ics`)).status).toBe(200);
  // A room that is no appointment is none here.
  const client = createChatClient({ url, name: 'Ana' });
  onTestFinished(() => client.close());
  await client.room('sala-suelta').join();
  expect((await ask('GET', '/sala-suelta')).status).toBe(404);
});

test('a staff member moderates only the room of their appointment, and can delete files of citizens', async () => {
  const { url, ask } = await start('clave');
  const { body: cita } = await ask('POST', '', horario);
  const seat = (nombre: unknown, bearer?: string) =>
    ask('POST', `/${cita.id}/asiento`, { nombre }, bearer ?? 'clave');
  expect(await seat('Marta', 'otra')).toMatchObject({ status: 401, body: { error: 'unauthenticated' } });
  for (const nombre of [undefined, ' ', 'x'.repeat(65)])
    expect(await seat(nombre)).toMatchObject({ status: 400, body: { error: 'invalid', campo: 'nombre' } });

  const first = await seat('Marta');
  expect(first.status).toBe(201);
  // Again is the same person: no second one stands in the list.
  const marta = createChatClient({ url, token: String((await seat('marta')).body.token) });
  const [ana, luis] = [createChatClient({ url, name: 'Ana' }), createChatClient({ url, name: 'Luis' })];
  onTestFinished(async () => void (await Promise.all([marta.close(), ana.close(), luis.close()])));
  for (const client of [ana, luis, marta]) await client.room(cita.sala).join();
  const { members } = await ana.call('member:list', { roomId: cita.sala });
  expect(members.filter(({ role }) => role === 'moderator').map(({ user }) => user.name)).toEqual(['marta']);

  const send = async (name: string): Promise<string> => {
    const room = ana.room(cita.sala);
    const stored = await room.files.upload(new File(['%PDF-1.4'], name, { type: 'application/pdf' }));
    await room.messages.send({ text: '', attachments: [stored] });
    return stored.fileId;
  };
  const fileId = await send('equivocado.pdf');
  await expect(luis.call('file:delete', { fileId })).rejects.toMatchObject({ code: 'forbidden' });
  await marta.call('file:delete', { fileId });
  expect((await ana.call('file:list', { roomId: cita.sala })).files).toEqual([]);

  // Elsewhere they are as anybody else.
  for (const client of [ana, marta]) await client.room('sala-suelta').join();
  const can = marta.room('sala-suelta').state.get().can;
  expect([can?.['message:send'], can?.['message:moderate'], can?.['room:end']]).toEqual([true, false, false]);
});

test('a confidential appointment is encrypted, and entered by invitation', async () => {
  const { url, ask } = await start();
  const { body: cita } = await ask('POST', '', { ...horario, confidencial: true });
  expect(cita.confidencial).toBe(true);
  await ask('PATCH', `/${cita.id}`, { estado: 'abierta' });

  const client = createChatClient({ url, name: 'Ana' });
  onTestFinished(() => client.close());
  const room = client.room(cita.sala);
  await expect(room.join()).rejects.toMatchObject({ code: 'not_found' });
  const { status, body } = await ask('POST', `/${cita.id}/invitacion`);
  expect(status).toBe(201);
  await client.rooms.acceptInviteLink(cita.sala, body.invitacion ?? '');
  await room.join();
  expect(room.state.get().room).toMatchObject({ type: 'private', encryption: 'e2ee', phase: 'open' });
  await room.messages.send({ text: 'en confianza' });

  expect(await ask('GET', `/${cita.id}/transcripcion`)).toMatchObject({
    status: 409,
    body: { error: 'encrypted_room' },
  });
  for (const [patch, campo] of [
    [{ confidencial: false }, 'confidencial'],
    [{ salaEspera: true }, 'salaEspera'],
  ] as const)
    expect(await ask('PATCH', `/${cita.id}`, patch)).toMatchObject({ status: 400, body: { campo } });
  const both = await ask('POST', '', { ...horario, confidencial: true, salaEspera: true });
  expect(both).toMatchObject({ status: 400, body: { campo: 'salaEspera' } });
});
