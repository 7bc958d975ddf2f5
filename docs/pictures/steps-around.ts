// What happens in a room before its picture is taken, for the scenes around the conversation.
import { createChatClient } from '@chat/client';
import { now, roomId, type Portal } from './portal.ts';
import { greeting } from './scene.ts';

export const hourMs = 3_600_000;
export const report = async (portal: Portal): Promise<void> => {
  await greeting(portal);
  const messageId = await portal.say('ines', 6, '¡Gane dinero desde casa! Escríbame y le cuento.');
  await portal.people.marta.call('message:report', { roomId, messageId, reason: 'Spam' });
};

export const waiting = async (portal: Portal): Promise<void> => {
  await greeting(portal);
  const { people, say, at } = portal;
  at(9);
  await people.ana.call('room:update', { roomId, approval: 'everyone' });
  // Each is refused: it waits.
  await say('marta', 7, '¿Puedo enviar el justificante por aquí?').catch(() => {});
  await say('ines', 5, 'Tabla de precios: https://tienda.example/ofertas').catch(() => {});
};

/** Two users raise their hands, and one of them has the floor. */
export const raised = async (portal: Portal): Promise<void> => {
  await greeting(portal);
  const { people, at } = portal;
  at(6);
  await people.ana.call('room:update', { roomId, hands: true });
  for (const [who, minutes] of [
    ['ines', 5],
    ['marta', 4],
    ['luis', 3],
  ] as const) {
    at(minutes);
    await people[who].call('hand:raise', { roomId });
  }
  await people.ana.call('hand:call', { roomId, userId: 'ines' });
};

/** A question of the list is on stage. */
export const onStage = async (portal: Portal): Promise<void> => {
  await greeting(portal);
  const { people, at } = portal;
  at(9);
  await people.ana.call('room:update', { roomId, questions: 'named' });
  const id = '00000000-0000-7000-8000-0000000000b9';
  at(6);
  await people.ines.call('question:ask', { roomId, id, text: '¿Se puede venir con un acompañante?' });
  await people.ana.call('question:spotlight', { roomId, questionId: id });
};

/** Users ask the hosts, one of them anonymously, and vote. */
export const questions = async (portal: Portal): Promise<void> => {
  await greeting(portal);
  const { people, at } = portal;
  at(9);
  await people.ana.call('room:update', { roomId, questions: 'anonymous' });
  const idOf = (number: number): string => `00000000-0000-7000-8000-0000000000b${number}`;
  const asked = [
    ['ines', 8, '¿Cuándo estará disponible la grabación?'],
    ['marta', 6, '¿Se puede cambiar de grupo a mitad de curso?'],
    ['luis', 5, '¿Habrá becas el año que viene?'],
  ] as const;
  for (const [number, [who, minutes, text]] of asked.entries()) {
    at(minutes);
    await people[who].call('question:ask', { roomId, id: idOf(number), text, anonymous: who === 'marta' });
  }
  at(4);
  for (const who of ['ana', 'ines', 'luis'] as const)
    await people[who].call('question:upvote', { roomId, questionId: idOf(1) });
  await people.marta.call('question:upvote', { roomId, questionId: idOf(2) });
  await people.ana.call('question:highlight', { roomId, questionId: idOf(1) });
  at(3);
  await people.ana.call('question:answer', {
    roomId,
    questionId: idOf(0),
    text: 'Mañana por la tarde, en esta misma página.',
  });
};

/** A question is on stage, and a poll is open. */
export const overVideo = async (portal: Portal): Promise<void> => {
  await onStage(portal);
  const { people, at } = portal;
  at(4);
  const id = '00000000-0000-7000-8000-0000000000ab';
  const options = ['El lunes', 'El miércoles'];
  await people.ana.call('poll:create', { roomId, id, question: '¿Qué día?', options, results: 'always' });
  for (const [who, option] of [
    ['ines', '1'],
    ['marta', '2'],
    ['luis', '2'],
  ] as const)
    await people[who].call('poll:vote', { roomId, messageId: id, options: [option] });
};

/** Two users wait in the lobby, one with a question. */
export const knocked = async (portal: Portal): Promise<void> => {
  await greeting(portal);
  const { people, at } = portal;
  at(5);
  await people.ana.call('room:update', { roomId, lobby: true });
  at(0);
  await people.marta.call('room:knock', { roomId });
  await people.omar.call('room:knock', { roomId });
  const id = '00000000-0000-7000-8000-0000000000aa';
  await people.omar.call('lobby:send', { roomId, id, text: '¿Puedo entrar ya? Tengo cita a las diez.' });
};

/** Who was there in the last hour. */
export const attended = async (portal: Portal): Promise<void> => {
  const { people, at } = portal;
  at(58);
  await people.ana.call('room:update', { roomId, attendance: true });
  at(31);
  await people.ines.call('room:leave', { roomId });
  await greeting(portal);
};

export const encryptedId = 'expediente';
/** Devices of Marta and Luis write, and stay, so that the page gets the keys from them. */
export const encrypted = async ({ people, at }: Portal): Promise<void> => {
  at(30);
  const [first, second] = ['marta', 'luis'] as const;
  await people.ana.call('room:create', {
    roomId: encryptedId,
    type: 'private',
    title: 'Expediente 42',
    encryption: 'e2ee',
    userIds: [first, second],
  });
  const enter = async (who: typeof first | typeof second) => {
    await people[who].call('member:accept', { roomId: encryptedId });
    const room = createChatClient({ session: people[who], storage: false, now: () => now }).room(encryptedId);
    await room.join();
    return room.messages;
  };
  const marta = await enter(first);
  at(16);
  await marta.send({ text: 'Buenos días. ¿Puedo escribir aquí mi número de la seguridad social?' });
  const luis = await enter(second);
  at(14);
  await luis.send({ text: 'Sí, aquí solo lo leemos los tres.' });
  at(12);
  await marta.send({ text: 'Perfecto, gracias.' });
};

/** More rooms, as they come in a morning. */
export const rooms = async (portal: Portal): Promise<void> => {
  const { people, say, at } = portal;
  await greeting(portal);
  await people.ana.call('receipt:read', { roomId, seq: 3 });
  at(50);
  await people.luis.call('room:create', { roomId: 'equipo', type: 'public', title: 'Equipo de atención' });
  for (const who of ['ana', 'ines', 'luis'] as const)
    await people[who].call('room:join', { roomId: 'equipo' });
  await say('ines', 30, 'He subido los horarios de mayo.', 'equipo');
  await say('luis', 5, { text: '@Ana Robles, ¿cierras tú hoy?', mentions: ['ana'] }, 'equipo');
  at(40);
  await people.ana.call('room:create', { roomId: 'avisos', type: 'public', title: 'Avisos' });
  for (const who of ['ana', 'ines'] as const) await people[who].call('room:join', { roomId: 'avisos' });
  await say('ines', 35, 'Mañana no hay cita previa.', 'avisos');
  const direct = await people.ana.call('room:create', { type: 'direct', userIds: ['ines'] });
  await people.ines.call('room:join', { roomId: direct.id });
  await say('ana', 22, 'Te paso el expediente en un momento.', direct.id);
  at(3);
  await people.luis.call('room:create', {
    roomId: 'traslado',
    type: 'private',
    title: 'Traslado de la oficina',
    userIds: ['ana'],
  });
};
