// The portal as it starts: its own page and two old front ends in one room.
import { expect, test } from 'vitest';
import { oldFrontEnd, type OldFrontEnd } from '../systems/old-front-end.ts';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { showsPeople } from './people-shown.ts';
import { enter, hears, isReady, say } from './portal.ts';

const { visit } = useBrowser();
const sala = 'cita-42';

interface Mensaje {
  nombre: string;
  mensaje: string;
}
const says = (nombre: string, mensaje: string) => (said: Mensaje) =>
  said.nombre === nombre && said.mensaje === mensaje;
const notice = (mensaje: string) => says('Administrador', mensaje);
/** Waits until the newest list of people is this. */
const lists = async ({ heard }: OldFrontEnd, ...expected: string[]): Promise<void> => {
  await expect
    .poll(
      () => {
        const last = heard.findLast(([event]) => event === 'listaPersonas')?.[1] as { nombre: string }[];
        return last?.map(({ nombre }) => nombre);
      },
      { timeout: 45_000 },
    )
    .toEqual(expected);
};

test('the page of the portal and two old front ends share a room', { timeout: 180_000 }, async () => {
  const { url } = await startExample('citas');
  const [ana, ben] = [await oldFrontEnd(url), await oldFrontEnd(url)];
  await ana.ask('entrarCita', { nombre: 'Ana', sala });
  await ben.ask('entrarCita', { nombre: 'Ben', sala });
  const { page, complaints } = await visit();

  // The other user gets an event, whichever way this one connected.
  await page.goto(`${url}/?sala=${sala}`);
  await page.getByLabel('Nombre').fill('Ana');
  await page.getByRole('button', { name: 'Unirse' }).click();
  await page.getByText('En esta sala ya hay alguien con ese nombre.').waitFor();
  await enter(page, url, 'Eva', sala);
  for (const old of [ana, ben]) {
    await old.hears('message', notice('Eva se unió a la sala'));
    await lists(old, 'Ana', 'Ben', 'Eva');
  }
  await showsPeople(page, 'Ana', 'Ben', 'Eva');
  const refused = { ok: false, error: 'name_taken', message: expect.any(String) as string };
  expect(await (await oldFrontEnd(url)).ask('entrarCita', { nombre: 'Eva', sala })).toEqual(refused);

  // Each sees the other's messages.
  await ana.ask('message', { mensaje: 'buenos días' });
  await ben.ask('message', 'y una palabra sola');
  await hears(page, 'buenos días', 'y una palabra sola');
  await say(page, 'desde la página');
  for (const old of [ana, ben]) await old.hears('message', says('Eva', 'desde la página'));

  // A rejected command gets an error, and changes nothing for others.
  for (const given of ['   ', { texto: 'sin mensaje' }, 7])
    expect(await ana.ask('message', given)).toMatchObject({ ok: false, error: 'invalid' });
  await hears(page, 'buenos días', 'y una palabra sola', 'desde la página');

  // A lost line, and one that is ended on purpose, on both sides.
  ana.socket.io.engine.close();
  ben.socket.disconnect();
  const toast = (text: string) => page.locator('.toast', { hasText: text });
  await toast('Ben ha salido.').waitFor();
  await toast('Ana ha salido.').waitFor();
  await showsPeople(page, 'Eva');
  const [leo, zoe] = [await oldFrontEnd(url), await oldFrontEnd(url)];
  for (const [old, nombre] of [
    [leo, 'Leo'],
    [zoe, 'Zoe'],
  ] as const) {
    await old.ask('entrarCita', { nombre, sala });
    await toast(`${nombre} ha entrado.`).waitFor();
  }
  await page.getByRole('button', { name: 'Salir' }).click();
  for (const old of [leo, zoe]) await old.hears('message', notice('Eva abandonó la sala'));
  await lists(leo, 'Leo', 'Zoe');

  // A user who closes the browser is gone after the grace period.
  await enter(page, url, 'Eva', sala);
  await lists(leo, 'Leo', 'Zoe', 'Eva');
  expect(complaints).toEqual([]);
  await page.context().close();
  await lists(zoe, 'Leo', 'Zoe');
});

test('an appointment ends on the page and in the old front end', { timeout: 120_000 }, async () => {
  const { url } = await startExample('citas');
  const made = await fetch(`${url}/api/citas`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ titulo: 'Padrón', ciudadano: 'Eva', inicio: new Date().toISOString() }),
  });
  const cita = (await made.json()) as { id: string; sala: string };
  const open = await fetch(`${url}/api/citas/${cita.id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ estado: 'abierta' }),
  });
  expect(open.status).toBe(200);
  const ana = await oldFrontEnd(url);
  await ana.ask('entrarCita', { nombre: 'Ana', sala: cita.sala });
  const { page, complaints } = await visit();
  await enter(page, url, 'Eva', cita.sala);
  await isReady(page);
  await ana.ask('message', 'hasta luego');
  await hears(page, 'hasta luego');
  await fetch(`${url}/api/citas/${cita.id}/fin`, { method: 'PUT' });
  await ana.hears('message', notice('La cita ha terminado'));
  await page.locator('#ask-title', { hasText: 'La cita ha terminado' }).waitFor();
  expect(await ana.ask('message', 'ya no')).toMatchObject({ ok: false, error: 'room_ended' });
  expect(complaints).toEqual([]);
});

test('only a front end on an origin in CORS_ORIGIN can use the portal and its chat', async () => {
  const origins = ['https://front.example', 'https://second.example'];
  const { url } = await startExample('citas', { CORS_ORIGIN: origins.join(',') });
  const allowedFor = async (path: string, method: string, origin: string) => {
    const response = await fetch(`${url}${path}`, { method, headers: { origin } });
    return response.headers.get('access-control-allow-origin');
  };
  for (const [path, method] of [
    ['/api/citas', 'OPTIONS'],
    ['/api/citas', 'GET'],
    ['/chat/socket/?EIO=4&transport=polling', 'GET'],
  ] as const) {
    for (const origin of origins)
      expect([path, method, await allowedFor(path, method, origin)]).toEqual([path, method, origin]);
    const foreign = await allowedFor(path, method, 'https://evil.example');
    expect([path, method, foreign]).toEqual([path, method, null]);
  }
  // Without the variable, pages of other origins are left out.
  const closed = await startExample('citas');
  const asked = await fetch(`${closed.url}/api/citas`, { headers: { origin: 'https://front.example' } });
  expect(asked.headers.get('access-control-allow-origin')).toBeNull();
});
