import type { customEmojiCommands } from '@chat/protocol';
import type { Handlers } from '../commands/context.ts';

export const customEmoji: Handlers<keyof typeof customEmojiCommands> = {
  'emoji:list': ({ customEmoji: { list } }) => ({ emoji: [...list] }),
};
