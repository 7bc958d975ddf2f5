import type { HandList, RaisedHand } from '@chat/protocol';
import type { LazyPart } from '../../lazy/lazy.ts';
import { createReload } from '../../state/reload.ts';
import type { Readable } from '../../state/readable.ts';
import type { OnEvent, RoomContext } from '../../room/room-context.ts';

/**
 * The raised hands of the room, if `room.hands` is on: the user whom a host has called on, then the others in
 * order. Also those raised in the room's group call.
 */
export interface Hands extends Readable<readonly RaisedHand[]> {
  /** Raises my hand. It goes down when I leave the room. */
  raise(): Promise<void>;
  /** Lowers my hand. Lowering that of another user needs `can['hand:call']`. */
  lower(userId?: string): Promise<void>;
  /** Lowers all hands. Needs `can['hand:call']`. */
  lowerAll(): Promise<void>;
  /** Calls on a user; the hand of the user called on before goes down. Needs `can['hand:call']`. */
  call(userId: string): Promise<void>;
}

export interface HandsFeature {
  api: LazyPart<Hands>;
  /** Loads the list again: events may have been missed. */
  live(): void;
  close(): void;
}

const none: readonly RaisedHand[] = [];

export const hands = ({ roomId, call, sync }: RoomContext, on: OnEvent, touch: () => void): HandsFeature => {
  let items = none;
  /** Counts events, so that an older response does not replace them. */
  let turn = 0;
  let requests = 0;
  /** The request whose response was shown last. */
  let shownRequest = 0;
  const isOn = (): boolean => sync.core.room?.hands === true;

  const show = (next: readonly RaisedHand[]): void => {
    turn++;
    items = next;
    touch();
  };
  const ask = async (request: Promise<HandList>): Promise<void> => {
    const before = turn;
    const number = ++requests;
    const { hands } = await request;
    if (turn !== before || number < shownRequest) return;
    shownRequest = number;
    items = hands;
    touch();
  };
  const reload = createReload(() => ask(call('hand:list', { roomId })));
  let wasOn = false;
  const live = (): void => {
    wasOn = isOn();
    if (isOn()) return reload.run();
    reload.stop();
    if (items.length > 0) show(none);
  };

  on('hand:changed', (event) => show(isOn() ? event.hands : none));
  on('room:updated', () => {
    if (isOn() !== wasOn) live();
  });

  return {
    live,
    close: reload.stop,
    api: {
      get: () => items,
      raise: () => ask(call('hand:raise', { roomId })),
      lower: (userId) => ask(call('hand:lower', { roomId, ...(userId === undefined ? {} : { userId }) })),
      lowerAll: () => ask(call('hand:lower', { roomId, all: true })),
      call: (userId) => ask(call('hand:call', { roomId, userId })),
    },
  };
};
