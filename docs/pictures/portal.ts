// A chat server with people of an appointment office in it, and a page that shows one element of the widget.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type AddressInfo } from 'node:net';
import {
  bot,
  createChatServer,
  memoryStorage,
  type Bot,
  type ChatServer,
  type ChatStorage,
  type Session,
} from '@chat/server';

/** When every picture is taken, at the server and in the browser. */
export const now = Date.parse('2026-05-12T08:40:00Z');

const users = {
  ana: { id: 'ana', name: 'Ana Robles' },
  luis: { id: 'luis', name: 'Luis Ortega' },
  marta: { id: 'marta', name: 'Marta Gil' },
  ines: { id: 'ines', name: 'Inés Vidal' },
  omar: { id: 'omar', name: 'Omar Haddad' },
};
export type Name = keyof typeof users;

/** What is said: a text, or more of a message. */
export type Said = string | { text: string; [more: string]: unknown };

export interface Portal {
  url: string;
  chat: ChatServer;
  storage: ChatStorage;
  people: Record<Name, Session>;
  assistant: Bot;
  /** Says something so many minutes before the picture is taken; answers its id. */
  say(who: Name, minutesAgo: number, said: Said, roomId?: string): Promise<string>;
  /** Sets the server's clock, for what is done next. */
  at(minutesAgo: number): void;
  close(): Promise<void>;
}

export const roomId = 'cita-42';
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:; media-src 'self' blob:";
const kinds: Record<string, string> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/** Ids in the order in which they are asked for, so that every run makes the same picture. */
const countedIds = (): (() => string) => {
  let count = 0;
  return () => `00000000-0000-7000-8000-${String((count += 1)).padStart(12, '0')}`;
};

export const openPortal = async (): Promise<Portal> => {
  let clock = now;
  const id = countedIds();
  const http = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://portal').pathname.slice(1) || 'page.html';
    if (!/^page\.(html|js|css)$/.test(name)) return response.writeHead(404).end();
    response.setHeader('content-type', `${kinds[name.split('.')[1] ?? '']}; charset=utf-8`);
    response.setHeader('content-security-policy', policy);
    return response.end(readFileSync(join(import.meta.dirname, name)));
  });
  const storage = memoryStorage();
  const chat = createChatServer(http, {
    storage,
    now: () => clock,
    id,
    authenticate: ({ token }) => users[token as Name] ?? null,
    reminders: { beforeMs: [600_000] },
    email: {
      send: () => Promise.resolve(),
      from: 'citas@example.org',
      addressOf: () => null,
      baseUrl: 'https://www.example.org',
    },
    summary: {
      summarize: () =>
        Promise.resolve(
          'Marta pregunta qué tiene que llevar a la cita. Hacen falta el DNI en vigor y el justificante de la solicitud. Queda por saber si vale una copia.',
        ),
    },
    customEmoji: [{ name: 'listo', label: 'Todo listo', file: new URL('emoji.png', import.meta.url) }],
    profiles: { fields: { oficina: { label: 'Oficina' }, horario: { label: 'Horario' } } },
    slashCommands: {
      documentos: { description: 'Qué hay que traer a la cita', run: () => 'DNI y justificante' },
      duracion: { description: 'Cuánto dura la cita', hint: '[minutos]', run: () => '30 minutos' },
      direccion: { description: 'Dónde está la oficina', run: () => 'Calle Mayor, 3' },
    },
  });
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve));

  const as = (name: Name): Session => chat.as(users[name]);
  const people = {
    ana: as('ana'),
    luis: as('luis'),
    marta: as('marta'),
    ines: as('ines'),
    omar: as('omar'),
  };
  clock = now - 60 * 60_000;
  await people.ana.call('room:create', { roomId, type: 'public', title: 'Cita de orientación' });
  for (const who of ['luis', 'marta', 'ines'] as const) await people[who].call('room:join', { roomId });
  await people.ana.call('room:join', { roomId });
  await people.ana.call('member:update', { roomId, userId: 'luis', role: 'moderator' });
  const assistant = bot(chat, { id: 'asistente', name: 'Asistente' });

  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    chat,
    storage,
    people,
    assistant,
    at: (minutesAgo) => void (clock = now - minutesAgo * 60_000),
    say: async (who, minutesAgo, said, inRoom = roomId) => {
      clock = now - minutesAgo * 60_000;
      const content = typeof said === 'string' ? { text: said } : said;
      const sent = await people[who].call('message:send', { roomId: inRoom, id: id(), ...content });
      return sent.id;
    },
    close: async () => {
      await chat.close();
      await new Promise((resolve) => http.close(resolve));
    },
  };
};
