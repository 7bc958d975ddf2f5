import type { ChatServer } from '@chat/server';

/** The rooms of the page of shapes, in Spanish. */
export const shapesRooms = async (chat: ChatServer): Promise<void> => {
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
    await say(
      1,
      roomId,
      'Gracias. ¿Hace falta el original, o basta con la copia que envié la semana pasada?',
    );
    await say(0, roomId, 'Con la copia basta 👍');
  }
  await people[0]?.call('room:update', { roomId: 'talk', title: 'Cita de orientación' });
  await people[0]?.call('room:end', { roomId: 'ended' });
};
