import { ChatError, type Message, type translationCommands } from '@chat/protocol';
import type { Context, Handlers } from '../commands/context.ts';
import { accessRoom, recheckAccess, visibleMessage, type Access } from '../room/room-access.ts';

/** Returns a message whose text can be translated now. */
const translatable = async (context: Context, access: Access, messageId: string): Promise<Message> => {
  const message = await visibleMessage(context, access, messageId);
  const { kind, text, deletedAt, streamsUntil = 0 } = message;
  if (deletedAt !== undefined) throw new ChatError('not_found', 'no such message');
  if (kind !== 'text' || text === '')
    throw new ChatError('conflict', 'this message has no text', { reason: 'no_text' });
  const retryAfterMs = streamsUntil - context.now();
  if (retryAfterMs > 0)
    throw new ChatError('conflict', 'this message is still being written', {
      reason: 'streaming',
      retryAfterMs,
    });
  return message;
};

/** Returns the names of the users that a message mentions, as far as they are known. */
const namesOf = async ({ storage }: Context, { room }: Access, { mentions }: Message): Promise<string[]> => {
  const names = await Promise.all(
    mentions.map(async (userId) => {
      const member = await room.cache.member(userId);
      return member?.user.name ?? (await storage.users.get(userId))?.user.name;
    }),
  );
  return names.filter((name): name is string => !!name);
};

const offered = ({ translations }: Context) => {
  if (!translations) throw new ChatError('not_found', 'this server does not translate');
  return translations;
};

export const translation: Handlers<keyof typeof translationCommands> = {
  'message:translate': async (context, { roomId, messageId, to }) => {
    const translations = offered(context);
    const access = await accessRoom(context, roomId);
    const { room } = access;
    const message = await translatable(context, access, messageId);
    if (!translations.includes(room)) throw new ChatError('not_found', 'this room is not translated');
    const names = await namesOf(context, access, message);
    const payer = context.connection;
    const found = await translations.translate({ room, message, to, names, payer });
    // It may have been deleted, or the caller removed, meanwhile.
    const again = await accessRoom(context, roomId);
    const now = await visibleMessage(context, again, messageId);
    if (now.deletedAt !== undefined) throw new ChatError('not_found', 'no such message');
    await recheckAccess(context, again, [now]);
    return found;
  },
  'language:list': async (context) => {
    const languages = await offered(context).languages();
    return languages ? { languages: [...languages] } : {};
  },
};
