// The admin page over a fake of the REST routes.
import { commands, type AuditEntry, type CommandName, type ServerStats } from '@chat/protocol';
import axe from 'axe-core';
import { expect, onTestFinished, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { isMatch } from '../src/admin/admin-audit.ts';
import { ratesBetween } from '../src/admin/admin-overview.ts';
import { auditCsv } from '../src/admin/audit-csv.ts';
import { adminRoutes } from '../src/admin/admin-call.ts';
import { loadLanguage } from '../src/i18n/language.ts';
import { ana, luis, message, room } from './fixtures/samples.ts';
import { inTurn } from './fixtures/in-turn.ts';
import { still } from './fixtures/mount.ts';
import '../src/admin/chat-admin.ts';

await Promise.all(['es', 'ar'].map(async (tag) => loadLanguage(tag)));
const at = Date.UTC(2026, 10, 24, 9);
const stats: ServerStats = {
  at,
  startedAt: at - 7_200_000,
  health: 'ok',
  connections: 12,
  unauthenticated: 1,
  users: 9,
  rooms: 3,
  lagMs: 0.4,
  load: 'busy',
  memoryBytes: 150_000_000,
  storageMs: 2.5,
  fileBytes: 4_200_000,
  refused: 7,
  commands: [{ command: 'message:send', ok: 1_000, failed: 3, totalMs: 2_006 }],
};
const lobby = room({ id: 'lobby', title: 'Recepción' });
const summary = { room: lobby, unread: 0, unreadMentions: 0, activeAt: at, occupancy: 4 };
const spam = message(luis, 'compre barato', { roomId: 'lobby' });
const entry = (rev: number, act: AuditEntry['act'], more: Partial<AuditEntry> = {}): AuditEntry => ({
  roomId: 'lobby',
  rev,
  at: at + rev * 60_000,
  act,
  by: ana,
  user: luis,
  ...more,
});

type Answer = object | ((query: URLSearchParams, body: unknown, path: string) => unknown);
/** Replies by command; what a test leaves out is an empty page. */
const replies: Partial<Record<CommandName, Answer>> = {
  'server:stats': stats,
  'room:list': { rooms: [summary], hasMore: false },
  'room:get': lobby,
  'member:list': { members: [{ user: luis, role: 'member', joinedAt: at }], hasMore: false },
  'member:mute': { user: luis, role: 'member', joinedAt: at, mutedUntil: Date.now() + 3_600_000 },
  'member:bans': { bans: [], hasMore: false },
  'message:list': { messages: [spam], hasMore: false },
  'report:list': {
    reports: [
      {
        roomId: 'lobby',
        messageId: spam.id,
        rev: 5,
        author: luis,
        text: spam.text,
        message: spam,
        complaints: [{ by: ana, at, reason: 'spam' }],
      },
    ],
    hasMore: false,
  },
  'approval:list': {
    messages: [{ key: 'k', message: message(luis, 'con enlace', { roomId: 'lobby' }), state: 'pending' }],
    count: 1,
    hasMore: false,
  },
  'audit:list': { entries: [entry(3, 'member:ban'), entry(2, 'room:update')], hasMore: false },
  'moderation:list': {
    rooms: [{ roomId: 'lobby', title: 'Recepción', reports: 1, pending: 1 }],
    hasMore: false,
    cursor: 'zeta',
  },
  'webhook:list': {
    webhooks: [
      {
        name: 'crm',
        url: 'https://crm.example/hook',
        delivered: 2,
        failed: 1,
        roomsBehind: 0,
        deliveries: [
          {
            at,
            id: 'e1',
            type: 'message:created',
            roomId: 'lobby',
            rev: 4,
            attempt: 1,
            delivered: false,
            status: 503,
            durationMs: 12,
          },
        ],
      },
    ],
  },
  'file:list': {
    files: [
      {
        fileId: 'f1',
        name: 'informe.pdf',
        type: 'application/pdf',
        size: 20_000,
        roomId: 'lobby',
        kind: 'document',
        uploadedBy: luis.id,
        uploadedAt: at,
      },
    ],
    hasMore: false,
  },
  'user:search': { users: [{ user: luis, status: 'online' }], hasMore: false },
  'user:get': (_query: URLSearchParams, _body: unknown, path: string) =>
    path.endsWith(luis.id)
      ? { user: luis, status: 'online' }
      : { error: { code: 'not_found', message: 'x' } },
};

/** Stands in for the server. Returns the requests so far: `PUT /rooms/lobby/end`. */
const serve = (own: Partial<Record<CommandName, Answer>> = {}): string[] => {
  const requests: string[] = [];
  const all = { ...replies, ...own };
  const respond = async (address: string, init: RequestInit): Promise<Response> => {
    const { pathname, searchParams, search } = new URL(address);
    const path = pathname.replace('/chat/api', '');
    requests.push(`${init.method} ${path}${search}${typeof init.body === 'string' ? ` ${init.body}` : ''}`);
    const name = Object.entries(adminRoutes).find(([, route]) =>
      new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`).test(`${init.method} ${path}`),
    )?.[0] as CommandName;
    const answer = all[name] ?? {};
    const value: unknown = typeof answer === 'function' ? answer(searchParams, init.body, path) : answer;
    const status = Object(value).error ? 403 : 200;
    return new Response(JSON.stringify(value), { status });
  };
  const spy = vi.spyOn(globalThis, 'fetch').mockImplementation(respond as typeof fetch);
  onTestFinished(() => spy.mockRestore());
  return requests;
};

interface Look {
  width?: number;
  scheme?: 'light' | 'dark';
  lang?: string;
}

const mount = async ({ width = 1_000, scheme = 'light', lang = 'es' }: Look = {}) => {
  await page.viewport(width, 900);
  const element = document.createElement('chat-admin');
  Object.assign(element, { src: 'https://chat.example/chat', lang, theme: scheme });
  document.documentElement.lang = lang;
  document.body.style.background = scheme === 'dark' ? '#16171a' : '#fff';
  document.body.append(element);
  onTestFinished(() => element.remove());
  return element;
};

/** The focused element, within all shadow roots. */
const innerFocus = (): Element | null => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
};

const section = (name: string) => page.getByRole('navigation').getByRole('button', { name }).click();

test('its commands have the routes of the protocol', () => {
  for (const [name, route] of Object.entries(adminRoutes))
    expect(commands[name as CommandName].http).toBe(route);
});

test('a visitor who is no admin sees a sign-in, and a token lets an admin in', async () => {
  const unknown = { error: { code: 'unauthenticated', message: 'x' } };
  let reply: unknown = unknown;
  serve({ 'server:stats': () => reply });
  const element = await mount();
  await expect.element(page.getByRole('heading', { name: 'Solo para administradores' })).toBeVisible();
  expect(element.shadowRoot!.querySelector('[role=alert]')?.textContent).toBe('');
  const field = page.getByLabelText('Token de acceso');
  await field.fill('de-ana');
  reply = { error: { code: 'forbidden', message: 'x' } };
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('La sesión actual no tiene permisos de administración.')).toBeVisible();
  expect(vi.mocked(fetch).mock.lastCall?.[1]?.headers).toMatchObject({ authorization: 'Bearer de-ana' });
  reply = stats;
  await field.fill('de-ada');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('heading', { name: 'Resumen' })).toBeVisible();
  // The session ends: nothing of it stays on the page.
  serve({ 'room:list': unknown });
  await section('Salas');
  await expect.element(field).toBeVisible();
  await expect.element(page.getByRole('navigation')).not.toBeInTheDocument();
});

const looks: [number, 'light' | 'dark', string, string][] = [
  [1_000, 'light', 'es', 'Resumen'],
  [340, 'dark', 'es', 'Resumen'],
  [340, 'light', 'ar', 'نظرة عامة'],
];
test.each(inTurn('looks of the admin page', looks, 3))(
  'every section is accessible and fits: %i px, %s, %s',
  async (width, scheme, lang, first) => {
    serve();
    const element = await mount({ width, scheme, lang });
    await expect.element(page.getByRole('heading', { name: first })).toBeVisible();
    const names = [...element.shadowRoot!.querySelectorAll('nav button')].map((each) =>
      each.textContent.trim(),
    );
    expect(names).toHaveLength(7);
    for (const name of names) {
      await page.getByRole('navigation').getByRole('button', { name }).click();
      await expect
        .poll(() => element.shadowRoot!.querySelector('main > :last-child')?.shadowRoot)
        .toBeTruthy();
      if (element.shadowRoot!.querySelector('chat-admin-rooms, chat-admin-open-rooms'))
        await page.getByRole('button', { name: 'Recepción' }).click();
      await still();
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
      const { violations } = await axe.run(element);
      expect(violations.map(({ id, nodes }) => [name, id, nodes.map(({ html }) => html)])).toEqual([]);
    }
  },
);

test('as the whole page it takes the language of the browser, and the address names what is shown', async () => {
  serve();
  const languages = vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['fr-FR']);
  document.documentElement.removeAttribute('lang');
  history.replaceState(null, '', '#rooms/lobby');
  const element = Object.assign(document.createElement('chat-admin'), { src: 'https://chat.example/chat' });
  element.setAttribute('whole-page', '');
  document.body.append(element);
  onTestFinished(() => {
    element.remove();
    languages.mockRestore();
    history.replaceState(null, '', '#');
  });
  await expect.element(page.getByRole('heading', { name: 'Recepción' })).toBeVisible();
  expect(document.documentElement.lang).toBe('fr-FR');
  expect(document.title).toBe('Salons · Administration du chat');
  await section('Journal d’audit');
  await expect.poll(() => location.hash).toBe('#audit');
  await page.getByRole('button', { name: 'Recepción' }).click();
  await expect.poll(() => location.hash).toBe('#audit/lobby');
  // A screen reader goes on at the heading.
  await expect.poll(() => innerFocus()?.localName).toBe('h2');
  history.back();
  await expect.element(page.getByLabelText('ID du salon ou son début')).toBeVisible();
});

test('rooms are found by the beginning of their id, and an admin locks and ends one', async () => {
  const requests = serve({
    'room:list': (query: URLSearchParams) => ({
      rooms: query.has('roomIds') ? [] : [summary],
      hasMore: true,
    }),
    'room:update': { ...lobby, frozen: true },
    'room:end': { ...lobby, phase: 'ended' },
  });
  await mount();
  await section('Salas');
  await page.getByLabelText('ID de la sala o su comienzo').fill('lob');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => requests.some((each) => each.includes('roomIds=lob'))).toBe(true);
  await page.getByRole('button', { name: 'Recepción' }).click();
  await page.getByRole('button', { name: 'Restringir', exact: true }).click();
  await expect.element(page.getByRole('button', { name: 'Quitar restricción' })).toBeVisible();
  expect(requests).toContain('PATCH /rooms/lobby {"frozen":true}');
  await page.getByRole('button', { name: 'Finalizar sala' }).click();
  const dialog = page.getByRole('dialog', { name: /Finalizar.*Recepción/ });
  await expect.element(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Finalizar sala' }).click();
  await expect.element(page.getByText('Finalizada')).toBeVisible();
  expect(requests).toContain('PUT /rooms/lobby/end {}');
  await page.getByRole('button', { name: 'Silenciar 1 hora' }).click();
  await expect.element(page.getByRole('button', { name: 'Dejar de silenciar' })).toBeVisible();
  expect(requests.at(-1)).toMatch(/^PUT \/rooms\/lobby\/members\/u-luis\/mute \{"until":\d+\}$/);
});

test('a report and a message that waits leave the page once they are settled; a refusal says why', async () => {
  const refused = { error: { code: 'forbidden', message: 'x' } };
  const open = { roomId: 'lobby', title: 'Recepción', reports: 1, pending: 1 };
  const requests = serve({
    'approval:approve': refused,
    // The first hundred rooms have nothing.
    'moderation:list': (query: URLSearchParams) =>
      query.has('after')
        ? { rooms: [open], hasMore: false, cursor: 'm' }
        : { rooms: [], hasMore: true, cursor: 'k' },
  });
  await mount();
  await section('Moderación');
  await page.getByRole('button', { name: 'Recepción' }).click();
  await page.getByRole('button', { name: 'Descartar' }).click();
  await expect.element(page.getByText('compre barato')).not.toBeInTheDocument();
  // The focus stays among the cards.
  await expect.poll(() => innerFocus()?.textContent?.trim()).toBe(luis.name);
  expect(requests).toContain(`PUT /rooms/lobby/reports/${spam.id}/outcome {"outcome":"dismissed"}`);
  await page.getByRole('button', { name: 'Aprobar', exact: true }).click();
  await expect.element(page.getByRole('alert')).not.toBeEmptyDOMElement();
  await page.getByRole('button', { name: 'Rechazar' }).click();
  await page.getByLabelText('Motivo (opcional)').fill('publicidad');
  await page.getByRole('dialog').getByRole('button', { name: 'Rechazar' }).click();
  await expect.element(page.getByText('con enlace')).not.toBeInTheDocument();
  expect(requests.at(-1)).toMatch(/rejection \{"reason":"publicidad"\}$/);
});

test('a user is found, signed out and erased', async () => {
  const requests = serve({ 'user:erase': { userId: luis.id, at } });
  await mount();
  await section('Usuarios');
  await page.getByRole('searchbox').fill(luis.id);
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => page.getByRole('row').elements().length).toBe(2); // once, by id and by name
  await page.getByRole('searchbox').fill('lu');
  await userEvent.keyboard('{Enter}');
  await page.getByRole('button', { name: luis.name }).click();
  await page.getByRole('button', { name: 'Cerrar conexiones' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cerrar conexiones' }).click();
  await expect.poll(() => requests).toContain('DELETE /users/u-luis/connections');
  await expect.poll(() => requests).toContain('GET /rooms?userId=u-luis');
  await page.getByRole('button', { name: /^Eliminar la cuenta/ }).click();
  await page.getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Eliminar definitivamente' }).click();
  await expect.poll(() => requests).toContain('DELETE /users/u-luis');
  await expect.element(page.getByRole('searchbox')).toBeVisible();
});

test('the audit log is filtered over its pages, and all of it is saved', async () => {
  const log = Array.from({ length: 150 }, (_, index) =>
    entry(150 - index, index % 50 === 0 ? 'member:ban' : 'message:pin'),
  );
  let isLimited = true;
  const requests = serve({
    'audit:list': (query: URLSearchParams) => {
      // The search waits as long as the server asks.
      isLimited = !isLimited;
      if (isLimited) return { error: { code: 'rate_limited', message: 'x', retryAfterMs: 1 } };
      const before = Number(query.get('before') ?? Infinity);
      const entries = log.filter(({ rev }) => rev < before).slice(0, Number(query.get('limit')));
      return { entries, hasMore: (entries.at(-1)?.rev ?? 1) > 1 };
    },
  });
  const saved: Blob[] = [];
  const spy = vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    saved.push(blob as Blob);
    return '#';
  });
  onTestFinished(() => spy.mockRestore());
  await mount();
  await section('Registro de auditoría');
  await page.getByRole('button', { name: 'Recepción' }).click();
  await page.getByLabelText('Acción').selectOptions('member:ban');
  await page.getByRole('button', { name: 'Buscar', exact: true }).click();
  const rows = page.getByRole('row');
  await expect.poll(() => rows.elements().length).toBe(4); // with the row of headings
  await page.getByRole('button', { name: 'Descargar en CSV' }).click();
  await expect.poll(() => saved.length).toBe(1);
  const csv = await saved[0]!.text();
  expect(csv.trimEnd().split('\r\n')).toHaveLength(4);
  expect(requests.at(-1)).toBe('GET /rooms/lobby/audit?limit=100&before=51');
});

test('filters, CSV and rates', () => {
  const everything = { act: '', user: '', from: 0, before: Infinity };
  const ban = entry(1, 'member:ban');
  expect(isMatch(ban, everything)).toBe(true);
  expect(isMatch(ban, { ...everything, user: luis.name.slice(0, 2).toUpperCase() })).toBe(true);
  expect(isMatch(ban, { ...everything, user: 'nadie' })).toBe(false);
  expect(isMatch(ban, { ...everything, from: ban.at + 1 })).toBe(false);
  expect(isMatch(ban, { ...everything, before: ban.at })).toBe(false);
  expect(isMatch(ban, { ...everything, act: 'room:end' })).toBe(false);
  const [heading, row] = auditCsv([entry(1, 'member:mute', { by: { id: '=1+1', name: 'A"b' }, until: null })])
    .replace('\uFEFF', '')
    .split('\r\n');
  expect(heading).toBe('"time","room","rev","action","by","byName","user","userName","message","details"');
  expect(row).toBe(
    `"2026-11-24T09:01:00.000Z","lobby","1","member:mute","'=1+1","A""b","${luis.id}","${luis.name}","","{""until"":null}"`,
  );
  const later = {
    ...stats,
    at: at + 5_000,
    commands: [
      { command: 'message:send', ok: 1_010, failed: 5, totalMs: 0 },
      { command: 'room:join', ok: 5, failed: 0, totalMs: 0 },
    ],
  };
  expect(ratesBetween(stats, later)).toEqual({ messages: 2, commands: 3.4, errors: 0.4 });
  expect(ratesBetween(null, later)).toBeNull();
  expect(ratesBetween(stats, { ...later, startedAt: at })).toBeNull();
});
