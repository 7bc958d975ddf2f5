// What stands among the messages, and where one writes.
import { readFileSync } from 'node:fs';
import { roomId } from './portal.ts';
import { greeting, type Scene } from './scene.ts';

const picture = readFileSync(new URL('../images/portal.png', import.meta.url));
const document = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

export const talk: Record<string, Scene> = {
  messages: {
    before: async (portal) => {
      await greeting(portal);
      await portal.say('ana', 11, 'Sí, con la copia basta.');
      await portal.say('ana', 10, 'Y si falta algo, se lo digo por aquí.');
      await portal.say('marta', 8, 'Perfecto, muchas gracias 😊');
    },
    after: async ({ menuOf }) => menuOf('con la copia basta'),
    size: [560, 480],
  },
  text: {
    size: [560, 520],
    before: async ({ say }) => {
      await say(
        'ana',
        9,
        'Para la cita hacen falta *tres* cosas:\n\n1. **DNI** en vigor\n2. el justificante\n3. ~~dos fotos~~ una foto\n\n> Las copias también valen.\n\nEl código es `AX-204`; más en https://sede.example.org/citas',
      );
      await say('marta', 7, '¡Entendido! _Gracias_ por la lista.');
      await say('marta', 6, '🎉🎉');
    },
  },
  reactions: {
    before: async (portal) => {
      const [first, second] = await greeting(portal);
      const react = (who: 'luis' | 'marta' | 'ines' | 'ana', messageId: string | undefined, emoji: string) =>
        portal.people[who].call('reaction:add', { roomId, messageId: messageId ?? '', emoji });
      await react('marta', second, '👍');
      await react('ines', second, '👍');
      await react('ana', second, '👍');
      await react('luis', second, '🎉');
      await react('ana', first, '👋');
      await react('luis', first, '👋');
    },
    after: async ({ menuOf }) => menuOf('¿Vale una copia'),
  },
  replies: {
    before: async (portal) => {
      const [, second, third] = await greeting(portal);
      await portal.say('luis', 10, { text: 'Sí, la copia vale.', replyTo: third });
      await portal.say('marta', 8, { text: '¿Y si el DNI está caducado?', replyTo: second });
    },
    after: async ({ menuOf, choose, write, sees }) => {
      await menuOf('está caducado');
      await choose('reply');
      await sees('.answering');
      await write('Entonces traiga también el pasaporte.');
    },
  },
  threads: {
    size: [820, 480],
    before: async (portal) => {
      const [first] = await greeting(portal);
      await portal.say('luis', 11, { text: 'Yo le mando la lista completa.', threadId: first });
      await portal.say('ines', 9, { text: 'Añado el plano de la oficina.', threadId: first });
      await portal.say('marta', 7, { text: 'Muchas gracias a los dos.', threadId: first });
    },
    after: async ({ room, sees }) => {
      await room.locator('.thread-count').first().click();
      await sees('chat-thread chat-messages .message-body, chat-thread [data-message]');
    },
  },
  mentions: {
    before: async (portal) => {
      await greeting(portal);
      await portal.say('marta', 8, { text: '@Ana Robles, ¿a qué hora es?', mentions: ['ana'] });
      await portal.say('ana', 7, { text: 'A las 10:40. @Luis Ortega la recibe.', mentions: ['luis'] });
    },
    after: async ({ write, sees }) => {
      await write('Le acompaña @');
      await sees('.suggestions li, .suggestions [role=option]');
    },
  },
  emoji: {
    size: [560, 520],
    before: greeting,
    after: async ({ room, sees, page }) => {
      await room.locator('chat-composer .tool[aria-haspopup=dialog]').first().click();
      await sees('chat-emoji-picker .emoji');
      await page.mouse.move(2, 2);
    },
  },
  files: {
    size: [560, 640],
    before: async (portal) => {
      const { people, say, at } = portal;
      await say('marta', 16, 'Les mando el justificante y una captura de la solicitud.');
      at(15);
      const files = [
        await people.marta.upload(roomId, { name: 'justificante.pdf', bytes: document }),
        await people.marta.upload(roomId, { name: 'solicitud.png', type: 'image/png', bytes: picture }),
      ];
      await say('marta', 15, {
        text: '',
        attachments: files.map(({ fileId }) => ({ fileId })),
      });
      await say('ana', 12, 'Recibido, está todo bien.');
    },
    after: async ({ room, sees }) => {
      await sees('chat-messages [data-message] img');
      await room.locator('chat-composer input[type=file]').first().setInputFiles({
        name: 'cita.pdf',
        mimeType: 'application/pdf',
        buffer: document,
      });
      await sees('chat-composer .tray .tile:not(:has(progress))');
    },
  },
  private: {
    before: async (portal) => {
      await greeting(portal);
      await portal.say('luis', 9, { text: 'Ana, ¿le doy la sala 3?', to: ['ana'] });
      await portal.say('ana', 8, { text: 'Sí, está libre.', to: ['luis'] });
    },
    after: async ({ menuOf, choose, sees, write }) => {
      await menuOf('la sala 3');
      await choose('private');
      await sees('.private-chip');
      await write('Y avise a Inés, por favor.');
    },
  },
  typing: {
    size: [560, 360],
    before: greeting,
    after: async ({ sees }, { people }) => {
      await people.marta.call('typing:set', { roomId, typing: true });
      await people.luis.call('typing:set', { roomId, typing: true });
      await sees('chat-composer .typing .who');
    },
  },
  receipts: {
    before: async (portal) => {
      await greeting(portal);
      await portal.say('ana', 11, 'Sí, con la copia basta.');
      for (const who of ['marta', 'luis'] as const)
        await portal.people[who].call('receipt:read', { roomId, seq: 4 });
    },
    after: async ({ menuOf, choose, sees }) => {
      await menuOf('con la copia basta');
      await choose('receipts');
      await sees('.panel');
    },
    size: [820, 440],
  },
  versions: {
    before: async (portal) => {
      await greeting(portal);
      const messageId = await portal.say('ana', 11, 'La cita es a las 10.');
      portal.at(10);
      await portal.people.ana.call('message:edit', { roomId, messageId, text: 'La cita es a las 10:30.' });
      portal.at(9);
      await portal.people.ana.call('message:edit', { roomId, messageId, text: 'La cita es a las 10:40.' });
    },
    after: async ({ menuOf, choose, sees }) => {
      await menuOf('10:40');
      await choose('versions');
      await sees('dialog[open] li');
    },
  },
  slash: {
    before: greeting,
    after: async ({ write, sees }) => {
      await write('/d');
      await sees('.suggestions li, .suggestions [role=option]');
    },
  },
  bots: {
    before: async ({ assistant, say, at }) => {
      assistant.onMessage(
        /documentos/i,
        () => 'Para la cita hacen falta:\n- el **DNI** en vigor\n- el justificante',
      );
      assistant.onMessage(/hora/i, () => 'Su cita es hoy a las **10:40**, en la sala 3.');
      at(20);
      await assistant.join(roomId);
      await say('ines', 15, 'El asistente responde a lo más habitual.');
    },
    after: async ({ row }, { say }) => {
      await say('marta', 12, '¿Qué documentos tengo que llevar?');
      await row('el justificante').waitFor();
      await say('marta', 8, '¿Y a qué hora es?');
      await row('sala 3').waitFor();
    },
    size: [560, 500],
  },
  // The bar is read with the first view; the list of all of them stands beside the messages.
  pins: {
    size: [820, 440],
    before: async (portal) => {
      const [, second, third] = await greeting(portal);
      portal.at(10);
      await portal.people.ana.call('message:pin', { roomId, messageId: third ?? '' });
      await portal.people.luis.call('message:pin', { roomId, messageId: second ?? '' });
    },
    after: async ({ room, sees }) => {
      await sees('chat-pin-bar .shown');
      await room.locator('chat-pin-bar .icon-button').last().click();
      await sees('chat-pins .pin');
    },
  },
};
