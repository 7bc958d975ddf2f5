import './register.ts';

export const version = '0.1.0';

export { createChatClient } from '@chat/client';
export { ChatComposer, type BeforeSendDetail } from './composer/chat-composer.ts';
export { ChatMessages } from './messages/chat-messages.ts';
export { ChatRoomElement } from './room/chat-room.ts';
export { embed, type EmbedOptions } from './embed/embed.ts';
export { registerLanguage, type Labels } from './i18n/language.ts';
export type { Dictionary, Plural } from './i18n/dictionary.ts';
