import { createChatClient } from '@chat/client';
import { expect, onTestFinished, test } from 'vitest';
import { authenticateIn } from '../../examples/citas/names.ts';
import { oldVocabulary } from '../../examples/citas/old-vocabulary.ts';
import { startServer } from '../../packages/server/test/chat/harness.ts';
import { oldFrontEnd } from './old-front-end.ts';

const start = () =>
  startServer({
    dialects: [oldVocabulary],
    authenticate: authenticateIn(async () => null),
    limits: { presenceGraceMs: 300 },
  });

const someoneInTheWidget = async (url: string, name: string) => {
  const client = createChatClient({ url, name });
  onTestFinished(() => client.close());
  const room = client.room('cita-42');
  await room.join();
  return room;
};

test('two old pages and a new one chat in the same room', async () => {
  const { url } = await start();
  const [ana, ben] = await Promise.all([oldFrontEnd(url), oldFrontEnd(url)]);
  const alone = await ana.ask('entrarCita', { nombre: 'Ana', sala: 'cita-42' });
  expect(alone).toEqual([{ id: expect.any(String) as string, nombre: 'Ana', sala: 'cita-42' }]);
  await ben.ask('entrarCita', { nombre: 'Ben', sala: 'cita-42' });
  await ana.hears('listaPersonas', (list: unknown[]) => list.length === 2);
  expect(await ana.hears('message')).toEqual({
    id: expect.any(String) as string,
    nombre: 'Administrador',
    mensaje: 'Ben se unió a la sala',
    fecha: expect.any(Number) as number,
  });
  const eva = await someoneInTheWidget(url, 'Eva');
  await ana.hears('message', ({ mensaje }: { mensaje: string }) => mensaje === 'Eva se unió a la sala');

  // Each sees the other's messages; the sender gets only the acknowledgement.
  const stored = await ana.ask('message', { mensaje: 'buenos días' });
  expect(stored).toMatchObject({ nombre: 'Ana', mensaje: 'buenos días' });
  expect(await ben.hears('message', ({ nombre }: { nombre: string }) => nombre === 'Ana')).toEqual(stored);
  await expect.poll(() => eva.messages.get().items.map(({ text }) => text)).toEqual(['buenos días']);
  expect(await ben.ask('message', 'y una palabra sola')).toMatchObject({ mensaje: 'y una palabra sola' });
  await eva.messages.send({ text: 'hola desde la página' });
  await Promise.all(
    [ana, ben].map((each) =>
      each.hears('message', ({ mensaje }: { mensaje: string }) => mensaje === 'hola desde la página'),
    ),
  );
  expect(ana.heard.filter(([, said]) => (said as { nombre?: string }).nombre === 'Ana')).toEqual([]);
});

test('leaving is announced at once, a lost connection after a grace period', async () => {
  const { url } = await startServer({ dialects: [oldVocabulary], limits: { presenceGraceMs: 60_000 } });
  const [ana, ben, eva] = await Promise.all([oldFrontEnd(url), oldFrontEnd(url), oldFrontEnd(url)]);
  await ana.ask('entrarCita', { nombre: 'Ana', sala: 'cita-42' });
  await ben.ask('entrarCita', { nombre: 'Ben', sala: 'cita-42' });
  await eva.ask('entrarCita', { nombre: 'Eva', sala: 'cita-42' });
  await ana.hears('listaPersonas', (list: unknown[]) => list.length === 3);
  eva.socket.io.engine.close(); // as a network does: without a word
  ben.socket.disconnect();
  await ana.hears('message', ({ mensaje }: { mensaje: string }) => mensaje === 'Ben abandonó la sala');
  const last = ana.heard.filter(([event]) => event === 'listaPersonas').at(-1)?.[1] as {
    id: string;
    nombre: string;
  }[];
  expect(last.map(({ nombre }) => nombre)).toEqual(['Ana', 'Eva']);

  // A reload in that time gets the name back at once, as a new guest.
  const guestOf = (list: unknown, nombre: string) =>
    (list as { id: string; nombre: string }[]).find((each) => each.nombre === nombre)?.id;
  const again = await oldFrontEnd(url);
  const people = await again.ask('entrarCita', { nombre: 'Eva', sala: 'cita-42' });
  expect((people as { nombre: string }[]).map(({ nombre }) => nombre)).toEqual(['Ana', 'Eva']);
  expect(guestOf(people, 'Eva')).not.toBe(guestOf(last, 'Eva'));
  await again.ask('message', 'ya estoy');
  await ana.hears('message', ({ mensaje }: { mensaje: string }) => mensaje === 'ya estoy');
  const joins = () =>
    ana.heard.filter(([, said]) => (said as { mensaje?: string }).mensaje === 'Eva se unió a la sala').length;
  await expect.poll(joins).toBe(2);

  // With the token it is the same guest, and nobody hears that it came.
  const { token } = (await again.hears('sesion')) as { token: string };
  again.socket.io.engine.close();
  const same = await oldFrontEnd(url);
  const list = await same.ask('entrarCita', { nombre: 'Eva', sala: 'cita-42', token });
  expect(guestOf(list, 'Eva')).toBe(guestOf(people, 'Eva'));
  await same.ask('message', 'soy yo');
  await ana.hears('message', ({ mensaje }: { mensaje: string }) => mensaje === 'soy yo');
  expect(joins()).toBe(2);
});

test('a rejected event gets an error response, and the page can retry', async () => {
  const { url } = await start();
  await someoneInTheWidget(url, 'Ana');
  const ben = await oldFrontEnd(url);
  const refused = (error: string) => ({ ok: false, error, message: expect.any(String) as string });
  expect(await ben.ask('message', 'antes de entrar')).toEqual(refused('unauthenticated'));
  expect(await ben.ask('entrarCita', { nombre: 'Ana', sala: 'cita-42' })).toEqual(refused('name_taken'));
  expect(await ben.ask('entrarCita', { nombre: 'Ben' })).toEqual(refused('invalid'));
  expect(await ben.ask('entrarCita', 'Ben')).toEqual(refused('invalid'));
  expect(await ben.ask('entrarCita', { nombre: 'Ben', sala: '../x' })).toEqual(refused('invalid'));
  expect(await ben.ask('borrarTodo')).toEqual(refused('invalid'));
  expect(await ben.ask('entrarCita', { nombre: 'Ben', sala: 'cita-42' })).toHaveLength(2);
  expect(await ben.ask('message', { texto: 'sin mensaje' })).toEqual(refused('invalid'));
  expect(await ben.ask('message', '   ')).toEqual(refused('invalid'));
  ben.socket.emit('message'); // without an acknowledgement: nothing breaks
  expect(await ben.ask('message', { mensaje: 'sigo aquí' })).toMatchObject({ nombre: 'Ben' });
});

test('the name of system notices is reserved for old and new pages', async () => {
  const { url } = await start();
  const old = await oldFrontEnd(url);
  for (const nombre of ['Administrador', 'administrador', 'Administrad0r', 'Portal  de Citas'])
    expect(await old.ask('entrarCita', { nombre, sala: 'cita-42' })).toMatchObject({ error: 'name_taken' });
  await expect(someoneInTheWidget(url, 'ADMINISTRADOR')).rejects.toMatchObject({ reason: 'name_taken' });
});

test('the client script has the path that the old page uses', async () => {
  const { url } = await start();
  const script = await fetch(`${url}/socket.io/socket.io.js`);
  expect(script.status).toBe(200);
  expect(await script.text()).toContain('Socket.IO');
});

test('a user who changes room or name leaves the previous room', async () => {
  const { url, chat } = await start();
  const [ana, ben] = await Promise.all([oldFrontEnd(url), oldFrontEnd(url)]);
  const enter = async (old: typeof ana, nombre: string, sala: string) =>
    (await old.ask('entrarCita', { nombre, sala })) as { id: string; nombre: string; sala: string }[];
  const notice = (mensaje: string) => (said: { nombre: string; mensaje: string }) =>
    said.nombre === 'Administrador' && said.mensaje === mensaje;
  await enter(ana, 'Ana', 'cita-42');
  await enter(ben, 'Ben', 'cita-42');
  await ana.hears('message', notice('Ben se unió a la sala'));
  const id = expect.any(String) as string;
  expect(await enter(ben, 'Ben', 'cita-43')).toEqual([{ id, nombre: 'Ben', sala: 'cita-43' }]);
  await ana.hears('message', notice('Ben abandonó la sala'));
  const left = [{ id, nombre: 'Ana', sala: 'cita-42' }];
  expect(await ana.hears('listaPersonas', (list: unknown[]) => list.length === 1)).toEqual(left);
  await ana.ask('message', 'a solas');
  expect(await enter(ben, 'Benito', 'cita-43')).toEqual([{ id, nombre: 'Benito', sala: 'cita-43' }]);
  expect(await ben.ask('message', 'soy otro')).toMatchObject({ nombre: 'Benito', mensaje: 'soy otro' });

  // A removed user gets an event, and cannot send there.
  const [{ id: userId } = { id: '' }] = await enter(ben, 'Benito', 'cita-42').then((list) =>
    list.filter(({ nombre }) => nombre === 'Benito'),
  );
  await ana.hears('message', notice('Benito se unió a la sala'));
  const staff = chat.as({ id: 'staff', name: 'Staff', role: 'admin' });
  await staff.call('member:ban', { roomId: 'cita-42', userId });
  await ben.hears('message', notice('Ya no está en la sala'));
  expect(await ben.ask('message', 'sigo aquí')).toMatchObject({ ok: false });
  const again = { nombre: 'Benito', sala: 'cita-42' };
  expect(await ben.ask('entrarCita', again)).toMatchObject({ ok: false, error: 'banned' });
  const heard = ben.heard.map(([, said]) => (said as { mensaje?: string }).mensaje);
  expect(heard).not.toContain('a solas');
});
