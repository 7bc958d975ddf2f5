import { bot, type ChatServer } from '@chat/server';

export const addAssistant = async (chat: ChatServer): Promise<void> => {
  const assistant = bot(chat, { id: 'assistant', name: 'Asistente' });
  assistant.onCommand('ayuda', {
    description: 'Lo que sé hacer',
    run: () => 'Pregúntame por los **documentos**, o llámame.',
  });
  assistant.onMessage(/documentos?/i, () => 'Trae el DNI y la carta de la cita.');
  assistant.onMention(async function* ({ text }) {
    for (const word of `Me has dicho: ${text}`.split(/(?<= )/)) yield word;
  });
  await assistant.join('cita-42');
};
