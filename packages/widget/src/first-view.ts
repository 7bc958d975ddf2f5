export const version = '0.1.0';

export { createChatClient } from '@chat/client';
export { ChatComposer, type BeforeSendDetail } from './chat-composer.ts';
export { ChatMessages } from './chat-messages.ts';
export { ChatRoomElement } from './chat-room.ts';
export { embed, type EmbedOptions } from './embed.ts';
export { registerLanguage, type Labels } from './language/language.ts';
export type { Dictionary, Plural } from './language/dictionary.ts';
