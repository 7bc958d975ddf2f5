// Shows the built widget in its shapes, themes and states, over a real chat. `npm run gallery`, then open what it prints.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createChatServer } from '@chat/server';

const port = Number(process.env.PORT || 3590);
const files: Record<string, string> = {
  '/': 'index.html',
  '/gallery.js': 'gallery.js',
  '/gallery.css': 'gallery.css',
};
const kinds: Record<string, string> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

const http = createServer((request, response) => {
  const name = files[new URL(request.url ?? '/', 'http://gallery').pathname];
  if (!name) return response.writeHead(404).end();
  response.setHeader('content-type', `${kinds[name.split('.').pop() ?? '']}; charset=utf-8`);
  // The strictest policy that can show anything.
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:; media-src 'self' blob:",
  );
  return response.end(readFileSync(join(import.meta.dirname, name)));
});
const chat = createChatServer(http);

const people = ['Luis Ortega', 'Inés Vidal'].map((name, index) => chat.as({ id: `person-${index}`, name }));
const say = (who: number, roomId: string, text: string) =>
  people[who]?.call('message:send', { roomId, id: crypto.randomUUID(), text });

for (const roomId of ['talk', 'ended', 'launcher']) {
  for (const person of people) await person.call('room:join', { roomId });
  await say(
    0,
    roomId,
    '¡Hola! Os dejo lo que hace falta:\n- **DNI** en vigor\n- el justificante de la solicitud',
  );
  await say(1, roomId, 'Gracias. ¿Hace falta el original, o basta con la copia que envié la semana pasada?');
  await say(0, roomId, 'Con la copia basta 👍');
}
await people[0]?.call('room:update', { roomId: 'talk', title: 'Cita de orientación' });
await people[0]?.call('room:end', { roomId: 'ended' });

http.listen(port, () => process.stdout.write(`http://localhost:${port}\n`));
