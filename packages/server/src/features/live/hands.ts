import { ChatError, type HandList, type handCommands } from '@chat/protocol';
import type { Context, Handlers } from '../../commands/context.ts';
import { accessRoom, recheckAccess, roomToChange } from '../../room/room-access.ts';
import type { LiveRoom } from '../../room/live-room.ts';
import type { ChangeOf } from '../../storage/contract/change.ts';

type HandChange =
  | Omit<ChangeOf<'raise-hand'>, 'actor' | 'at' | 'callId' | 'most'>
  | Omit<ChangeOf<'call-on-hand'>, 'actor' | 'at'>
  | Omit<ChangeOf<'lower-all-hands'>, 'actor' | 'at'>;

const listOf = async (context: Context, room: LiveRoom): Promise<HandList> => ({
  hands: await context.live.hands.read(room),
});

const change = async (context: Context, roomId: string, wanted: HandChange): Promise<HandList> => {
  const room = await roomToChange(context, roomId);
  const { user: actor, now, limits } = context;
  const most = limits.maxRaisedHands;
  await room.commit(
    wanted.kind === 'raise-hand' ? { ...wanted, actor, at: now(), most } : { ...wanted, actor, at: now() },
  );
  return listOf(context, room);
};

export const hands: Handlers<keyof typeof handCommands> = {
  'hand:list': async (context, { roomId }) => {
    const access = await accessRoom(context, roomId);
    const list = await listOf(context, access.room);
    await recheckAccess(context, access, [access.room.head]);
    return list;
  },
  'hand:raise': (context, { roomId }) =>
    change(context, roomId, { kind: 'raise-hand', userId: context.user.id, raised: true }),
  'hand:lower': (context, { roomId, userId, all }) => {
    if (all && userId !== undefined)
      throw new ChatError('invalid', 'all and userId exclude each other', { field: 'all' });
    return change(
      context,
      roomId,
      all
        ? { kind: 'lower-all-hands' }
        : { kind: 'raise-hand', userId: userId ?? context.user.id, raised: false },
    );
  },
  'hand:call': (context, { roomId, userId }) => change(context, roomId, { kind: 'call-on-hand', userId }),
};
