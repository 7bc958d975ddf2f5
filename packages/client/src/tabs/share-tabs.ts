import { ChatError, pageSize, type ChatEvent, type Hello, type Input } from '@chat/protocol';
import type { Address } from '../connection/server-address.ts';
import type { ChatClient } from '../chat-client.ts';
import type { Connection } from '../connection/connection.ts';
import type { Credentials } from '../connection/credentials.ts';
import { createTimer } from '../platform/timer.ts';
import type { Stop } from '../state/readable.ts';
import type { RoomHandle } from '../room/create-room.ts';
import { disconnected, type Link, type LinkListeners, type OpenLink } from '../connection/link.ts';
import { createFollowerLink } from './follower-link.ts';
import { browserTabs, type TabChannel } from './browser-tabs.ts';
import { listsAfter, shareConnection, type Lists } from './shared-connection.ts';
import { joinLeaderElection, type LeaderElection } from './leader-election.ts';
import { noop } from '../platform/noop.ts';

export interface ShareTabsOptions {
  connection: Pick<Connection, 'call' | 'hello' | 'user' | 'status' | 'relink'>;
  open: OpenLink;
  identity: Pick<Credentials, 'handshake'>;
  address: () => Address;
  rooms: ReadonlyMap<string, RoomHandle>;
  on: ChatClient['on'];
  newId: () => string;
  timeoutMs: number;
  isIdle: () => boolean;
  /** The connection was replaced: loads what events may have missed. Returns whether that includes the room list. */
  online: () => boolean;
}

export interface TabSharing {
  /** The client lists rooms: another connection must go on with that. */
  onList(input: Input<'room:list'>): void;
}

/** The server ties the device in a call to its connection: a tab that takes part in a call keeps its own. */
const takesPart = /^(?:group)?call:(?:start|accept|join)$/;
const longestTimerMs = 2 ** 31 - 1;

/**
 * Returns what two tabs must have in common to share a connection: the server, and everything that identifies
 * the user.
 */
const groupOf = ({ origin, path }: Address, { user }: Hello): string => {
  const { id, role, guest, bot } = user;
  return `chat-tabs/1:${JSON.stringify([origin, path, id, role, guest, bot])}`;
};

const noListeners: LinkListeners = {
  hello: noop,
  events: noop,
  drain: noop,
  closed: noop,
  down: noop,
};

/**
 * Lets tabs of one user share the connection of one of them. Each tab connects and authenticates by itself,
 * then switches to the connection of the leader, and back to its own if necessary. Neither is visible from
 * outside: rooms resume, as after any `missed`.
 */
export const shareTabs = (options: ShareTabsOptions): TabSharing | null => {
  const { connection, open, identity, address, rooms, newId, timeoutMs, isIdle } = options;
  const platform = browserTabs();
  if (!platform) return null;
  /** The tab was in a call, or needs more rooms than one connection allows. */
  let keepsOwn = false;
  let lists: Lists = null;
  let setOwnLists: (lists: Lists) => void = noop;
  const self = () => connection.user?.id ?? '';
  const inRooms = (): string[] =>
    [...rooms.values()].flatMap(({ api }) =>
      ['idle', 'left'].includes(api.state.get().status) ? [] : [api.id],
    );
  /** Lists again what the client lists: this connection does not know of it, and may have missed changes. */
  const listAgain = async (events: LinkListeners['events']): Promise<void> => {
    const type = lists === 'direct' ? { type: lists } : {};
    const { rooms: listed } = await connection.call('room:list', { ...type, limit: pageSize.max });
    events(listed.map((summary): ChatEvent => ({ type: 'room:changed', roomId: summary.room.id, summary })));
  };
  const resume = ({ events }: LinkListeners): void => {
    for (const roomId of inRooms()) events([{ type: 'missed', roomId }]);
    const isListed = options.online();
    if (lists !== null && !isListed) listAgain(events).catch(noop);
  };
  const isTooMany = (error: unknown): boolean =>
    error instanceof ChatError && error.reason === 'too_many_rooms' && !keepsOwn;

  /** Ends a replaced link once nothing is awaited of either. Returns a function that ends it at once. */
  const retire = (isBusy: () => boolean, end: Stop): Stop => {
    const timer = createTimer();
    const until = Date.now() + timeoutMs;
    const look = (): void => timer.start(50, () => (isBusy() && Date.now() < until ? look() : end()));
    look();
    return () => {
      timer.stop();
      end();
    };
  };

  /** `hears`: the listeners of the link. `told`: those of the client. */
  const ownLink = (link: Link, hears: LinkListeners, told: LinkListeners, hello: Hello): Link => {
    const shared = shareConnection(link, self);
    const place = shared.addTab({
      onEvents: told.events,
      rooms: inRooms(),
      lists,
      idle: isIdle(),
      isLeader: true,
    });
    setOwnLists = place.setLists;
    const name = groupOf(address(), hello);
    const leftMs = () => (hello.expiresAt ?? Infinity) - Date.now();
    let group: LeaderElection | null = null;
    Object.assign(hears, told, {
      events: shared.receive,
      drain: (inMs: number) => {
        group?.drain(inMs);
        told.drain(inMs);
      },
    });

    const leaveGroup = (waitMs?: number): void => {
      group?.close(waitMs);
      group = null;
    };
    const enter = (): void => {
      if (group) return;
      group = joinLeaderElection({
        platform,
        name,
        id: newId(),
        shared,
        isIdle,
        // If the clock is ahead, everything has expired.
        mayFollow: () => !keepsOwn && leftMs() > 0,
        onFollow: (leader, channel) => {
          const mine = group;
          stopPage();
          Object.assign(hears, noListeners);
          goOver(leader, channel, () => mine?.close());
        },
      });
    };
    const end = (isBack = false): void => {
      stopPage();
      shared.close();
      link.close(isBack);
    };
    const goOver = (leader: string, channel: TabChannel, leave: Stop): void => {
      const voice = { events: told.events, drain: told.drain, down: told.down };
      const led = createFollowerLink({ platform, group: name, leader, channel, listeners: voice, timeoutMs });
      const over = (): void => {
        led.close();
        leave();
      };
      const endOwn = retire(() => shared.busy() || led.busy(), end);
      connection.relink(() => followed(led, voice, told, hello, over, endOwn));
      resume(told);
    };

    const stopPage = platform.onPage((is) => (is === 'gone' ? leaveGroup() : enter()));
    enter();
    return {
      call: async (command, input) => {
        if (takesPart.test(command)) keepsOwn = true;
        try {
          return await place.call(command, input);
        } catch (error) {
          if (!isTooMany(error)) throw error;
          keepsOwn = true;
          leaveGroup(0);
          return place.call(command, input);
        }
      },
      close: () => {
        // Followers connect by themselves in a moment: for the server, the user has not left.
        const isBack = group?.hasFollowers();
        if (isBack) place.leave(0);
        end(isBack);
        leaveGroup();
      },
    };
  };

  /** The client's link while it follows another tab. */
  const followed = (
    led: Required<Link>,
    voice: Pick<LinkListeners, 'events' | 'drain' | 'down'>,
    told: LinkListeners,
    hello: Hello,
    leave: Stop,
    endOwn: Stop,
  ): Link => {
    const expiry = createTimer();
    let closed = false;
    let opening: Promise<Link> | null = null;
    let stopOpening: Stop = noop;
    const down = (): void => {
      if (!closed) told.down(null);
    };
    const stopPage = platform.onPage((is) => {
      if (is === 'gone') led.close(true);
      if (is === 'gone') down();
    });
    if (hello.expiresAt !== undefined)
      expiry.start(Math.min(hello.expiresAt - Date.now(), longestTimerMs), () => {
        if (closed) return;
        told.closed('expired');
        down();
      });

    const becomeOwn = (auth: Parameters<OpenLink>[0]) =>
      new Promise<Link>((resolve, reject) => {
        if (closed) return reject(disconnected());
        const late = createTimer();
        let fresh: Link | undefined;
        const fail = (error: ChatError): void => {
          late.stop();
          fresh?.close();
          reject(error);
        };
        const hears: LinkListeners = {
          ...noListeners,
          hello: (said) => {
            if (!fresh || closed || groupOf(address(), said) !== groupOf(address(), hello))
              return fail(disconnected());
            late.stop();
            stop();
            Object.assign(voice, { events: noop, drain: noop, down: noop });
            const link = fresh;
            const own = ownLink(link, hears, told, said);
            connection.relink(() => own);
            retire(() => led.busy() || link.busy?.() === true, leave);
            resume(told);
            resolve(own);
          },
          down: (error) => fail(error ? ChatError.from(error) : disconnected()),
        };
        stopOpening = () => fail(disconnected());
        late.start(timeoutMs, stopOpening);
        fresh = open(isIdle() ? { ...auth, idle: true } : auth, hears, timeoutMs);
      });
    /** Switches to a connection of its own. */
    const own = (): Promise<Link> =>
      (opening ??= identity
        .handshake()
        .then(becomeOwn)
        .catch((error: unknown) => {
          opening = null;
          throw error;
        }));
    const stop = (): void => {
      closed = true;
      stopPage();
      expiry.stop();
      endOwn();
    };

    return {
      call: async (command, input) => {
        if (takesPart.test(command)) {
          keepsOwn = true;
          return (await own()).call(command, input);
        }
        try {
          return await led.call(command, input);
        } catch (error) {
          if (!isTooMany(error)) throw error;
          keepsOwn = true;
          return (await own()).call(command, input);
        }
      },
      close: () => {
        stop();
        stopOpening();
        leave();
      },
    };
  };

  const begin = (): void =>
    connection.relink((link, listeners) => {
      const { hello } = connection;
      return hello ? ownLink(link, listeners, { ...listeners }, hello) : link;
    });
  options.on('hello', begin);
  if (connection.status === 'online') begin();
  return {
    onList: (input) => {
      lists = listsAfter(input, lists);
      setOwnLists(lists);
    },
  };
};
