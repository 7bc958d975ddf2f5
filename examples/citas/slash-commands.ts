import { ChatError, type SlashDefinition } from '@chat/server';

/** The slash commands of the portal. */
export const slashCommands: Record<string, SlashDefinition> = {
  documentos: {
    description: 'Lo que hay que traer a la cita',
    run: () => 'DNI o pasaporte en vigor, la carta de la cita y una copia de cada uno.',
  },
  turno: {
    description: 'Llama al siguiente',
    hint: '[número]',
    right: 'message:moderate',
    run: async ({ text, send }) => {
      if (!/^\d{1,3}$/.test(text)) throw new ChatError('invalid', 'Di qué número, por ejemplo /turno 12');
      await send(`**Turno ${text}**: puede pasar a la sala.`);
    },
  },
};
