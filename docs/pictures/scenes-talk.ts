// What stands among the messages, and where one writes.
import { readFileSync } from 'node:fs';
import { now, roomId } from './portal.ts';
import { greeting, type Scene } from './scene.ts';

const picture = readFileSync(new URL('../images/portal.png', import.meta.url));
const office = readFileSync(new URL('office.png', import.meta.url));
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
  polls: {
    size: [560, 520],
    before: async (portal) => {
      const [first] = await greeting(portal);
      if (first === undefined) return;
      const { id: messageId } = await portal.people.luis.call('poll:create', {
        roomId,
        id: crypto.randomUUID(),
        question: '¿Qué día os viene mejor para la cita en grupo?',
        options: ['Martes por la tarde', 'Jueves por la mañana', 'Viernes'],
      });
      const vote = (who: 'luis' | 'marta' | 'ines' | 'ana', option: string) =>
        portal.people[who].call('poll:vote', { roomId, messageId, options: [option] });
      await vote('luis', '2');
      await vote('marta', '2');
      await vote('ines', '1');
      await vote('ana', '2');
    },
    after: async ({ sees }) => sees('.poll-option progress[value="3"]'),
  },
  recordings: {
    tag: 'chat-replay',
    size: [880, 440],
    attributes: { recording: 'charla', at: '1100' },
    before: async (portal) => {
      const { people, at } = portal;
      const begins = now - 20 * 60_000;
      const recording = { roomId, recordingId: 'charla' };
      at(20);
      await people.ana.call('recording:set', { ...recording, segments: [{ at: begins, offset: 0 }] });
      const [, second] = await greeting(portal);
      at(11);
      for (const who of ['marta', 'ines', 'luis'] as const)
        await people[who].call('reaction:add', { roomId, messageId: second ?? '', emoji: '👍' });
      await portal.say('luis', 4, 'Sí, vale una copia.');
      await portal.say('ines', 1, 'Esto se escribe más tarde.');
    },
    after: async ({ page }) => page.locator('.reaction').first().waitFor(),
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
  captions: {
    size: [560, 400],
    before: greeting,
    after: async ({ sees }, { people }) => {
      for (const [captionId, language, text] of [
        ['es-1', 'es', 'Buenos días a todos.'],
        ['en-1', 'en', 'Good morning, everybody.'],
        ['es-2', 'es', 'Empezamos con los justificantes.'],
      ] as const)
        await people.ana.call('caption:send', { roomId, captionId, language, text, speaker: 'Luis Ortega' });
      await sees('chat-captions p + p');
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
  scheduled: {
    before: async (portal) => {
      await greeting(portal);
      for (const [text, hours] of [
        ['Buenos días a todos.', 22],
        ['La cita empieza en diez minutos.', 23],
      ] as const)
        await portal.people.ana.call('message:schedule', {
          roomId,
          id: crypto.randomUUID(),
          text,
          sendAt: Date.now() + hours * 3_600_000,
        });
    },
    after: async ({ write, room, sees }) => {
      await write('Mañana traed también el formulario firmado.');
      await sees('.scheduled-line');
      await room.locator('.schedule').click();
      await sees('.menu:popover-open');
    },
  },
  'message-reminders': {
    before: async (portal) => {
      const [, second] = await greeting(portal);
      const { people } = portal;
      await people.ana.call('message:remind', { roomId, messageId: second ?? '', remindAt: 0 });
    },
    after: ({ sees }) => sees('.due-reminder'),
  },
  saved: {
    size: [820, 440],
    before: async (portal) => {
      const [first, second, third] = await greeting(portal);
      for (const messageId of [first, third, second])
        await portal.people.ana.call('message:save', { roomId, messageId: messageId ?? '' });
    },
    after: async ({ tool, sees }) => {
      await tool('saved');
      await sees('chat-saved .saved');
    },
  },
  blocks: {
    before: async (portal) => {
      await greeting(portal);
      await portal.say('luis', 11, '¡Vendo citas para hoy mismo, escríbanme!');
      await portal.say('ana', 10, 'Sí, la copia vale.');
      await portal.say('luis', 8, '¡Baratas, baratas!');
      await portal.people.ana.call('user:block', { userId: portal.people.luis.user.id });
    },
    after: ({ sees }) => sees('.blocked-note'),
  },
  'custom-emoji': {
    before: async (portal) => {
      await greeting(portal);
      const sent = await portal.say('ana', 10, 'Sí, la copia vale. Con eso está todo :listo:');
      for (const who of ['marta', 'luis'] as const)
        await portal.people[who].call('reaction:add', { roomId, messageId: sent, emoji: ':listo:' });
      await portal.say('marta', 8, '¡Perfecto! :listo:');
    },
    after: ({ sees }) => sees('.reaction .custom-emoji'),
  },
  location: {
    before: async ({ say }) => {
      await say('marta', 14, 'Ya casi estoy. ¿Por dónde se entra?');
      await say('ana', 12, {
        text: 'Por aquí, la puerta de cristal:',
        location: { latitude: 40.41678, longitude: -3.70379, accuracy: 12 },
      });
      await say('marta', 10, '¡Muchas gracias!');
    },
    after: ({ sees }) => sees('.location'),
  },
  // The bar is read with the first view; the list of all of them stands beside the messages.
  'link-cards': {
    size: [560, 640],
    before: async ({ say, storage, people }) => {
      const url = 'https://www.oficina.example.org/citas';
      await say('marta', 14, 'Buenos días. ¿Dónde veo qué hay que llevar?');
      const messageId = await say('ana', 12, `Buenos días, Marta. Está todo aquí: ${url}`);
      const file = { name: 'preview.png', type: 'image/png', bytes: office };
      const { fileId, width = 0, height = 0 } = await people.ana.upload(roomId, file);
      await storage.files.bind([fileId], { roomId, userId: 'ana', messageId });
      const card = {
        url,
        title: 'Citas: documentos, horarios y cómo llegar',
        description:
          'Qué traer a cada tipo de cita, cuándo abrimos y qué autobuses paran cerca de la oficina.',
        image: { fileId, width, height },
      };
      const at = now - 12 * 60_000;
      await storage.timeline.commit(roomId, [
        { kind: 'add-card', actor: people.ana.user, at, messageId, card },
      ]);
      await say('marta', 10, '¡Muchas gracias!');
    },
    after: ({ sees }) => sees('.link-card img'),
  },
  translation: {
    size: [820, 440],
    attributes: { features: '+browser-translation' },
    before: async ({ say }) => {
      await say('marta', 14, 'Good morning. What do I have to bring to the appointment?');
      await say('ana', 12, 'Buenos días. El **DNI** y el justificante.');
      await say('marta', 9, 'Is a **copy** fine, too?');
    },
    after: async ({ page, tool }) => {
      // A translator with the browser's interface, whose language packs cannot be downloaded here.
      await page.evaluate(() => {
        const texts: Record<string, string> = {
          'Good morning. What do I have to bring to the appointment?':
            'Buenos días. ¿Qué tengo que llevar a la cita?',
          'Is a {{0}}copy{{1}} fine, too?': '¿También vale una {{0}}copia{{1}}?',
        };
        Object.assign(globalThis, {
          LanguageDetector: {
            create: async () => ({ detect: async () => [{ detectedLanguage: 'en', confidence: 1 }] }),
          },
          Translator: {
            availability: async () => 'available',
            create: async () => ({ translate: async (text: string) => texts[text] ?? text }),
          },
        });
      });
      await tool('translation');
      await page.locator('chat-translation-settings label').nth(1).click();
      await page.locator('.translation').nth(1).waitFor();
    },
  },
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
