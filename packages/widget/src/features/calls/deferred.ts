import type { Stop } from '@chat/client';
import { emit } from '../../core/emit.ts';
import { calls } from './index.ts';
import { callTool } from '../../call-ui/call-tool.ts';
import type { Feature, RoomContext } from '../../core/feature.ts';
import { shows } from '../../core/feature-filter.ts';
import { callUnavailable } from '../../call-ui/call-availability.ts';

const againMs = 10_000;
/** Loads the members of a private room while they may be two: only then the user can call. */
const loadCallee = ({ room }: RoomContext): Stop => {
  let asking = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    const { status, room: about } = room.state.get();
    const { items, hasMore } = room.members.get();
    const few = items.filter(({ user }) => !user.bot).length < 3;
    if (asking || status !== 'joined' || about?.type !== 'private' || !hasMore || !few) return;
    asking = true;
    const goOn = (): void => {
      asking = false;
      look();
    };
    room.members.loadMore().then(goOn, () => (timer = setTimeout(goOn, againMs)));
  };
  const stop = room.members.subscribe(look);
  return () => {
    asking = true;
    clearTimeout(timer);
    stop();
  };
};

const open = async (context: RoomContext, opener: HTMLElement): Promise<void> => {
  try {
    await calls.lazy?.part.load();
    calls.tool?.(context)?.run?.(opener);
  } catch (error) {
    emit(context.host, 'chat-error', { error });
  }
};

/** The button, until the rest is loaded. */
const firstTool: NonNullable<Feature['tool']> = (context) => {
  const reason = callUnavailable(context);
  return reason === 'hidden' ? null : callTool(context, reason, (opener) => void open(context, opener));
};

export const watch: NonNullable<Feature['watch']> = (context, changed) =>
  context.host.localName === 'chat-room' && shows(context.features, 'calls')
    ? [context.room.calls.subscribe(changed), loadCallee(context)]
    : [];

/** The button until a call starts, and what to watch. */
export const callsDeferred: Partial<Feature> = { watch, ...(calls.lazy ? { tool: firstTool } : {}) };
