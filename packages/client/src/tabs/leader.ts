import { ChatError } from '@chat/protocol';
import { timedOut } from '../connection/link.ts';
import { onLockReleased, type TabPlatform } from './browser-tabs.ts';
import type { TabConnection, SharedConnection } from './shared-connection.ts';
import {
  graceMs,
  lastMessagesMs,
  patienceMs,
  rollCallMs,
  type ToLeader,
  type ToTab,
  type Unsigned,
} from './tab-messages.ts';

/** Shares the connection of this tab with others. */
export interface Leader {
  /** Accepts another tab as a follower. */
  take(tabId: string, idle: boolean): void;
  /** The server asked to reconnect after this time. */
  drain(inMs: number): void;
  /** Returns whether there are followers. */
  hasFollowers(): boolean;
  /** Dismisses all followers; their rooms stay joined for `waitMs`. */
  close(waitMs: number): void;
}

interface Follower {
  send(words: Unsigned<ToTab>): void;
  isAlive: boolean;
  drop(waitMs: number): void;
}

/** `group`: prefix of all channels and locks. `id`: of this tab. */
export const createLeader = (
  platform: TabPlatform,
  group: string,
  id: string,
  shared: SharedConnection,
): Leader => {
  const tabs = new Map<string, Follower>();

  const answer = async (
    send: Follower['send'],
    place: TabConnection,
    { ask, name, json }: Asked,
  ): Promise<void> => {
    try {
      send({ ask, value: await place.call(name, JSON.parse(json) as never) });
    } catch (error) {
      const known = error instanceof ChatError ? error : new ChatError('internal', String(error));
      send({ ask, error: known.toJSON() });
    }
  };

  const take = (tabId: string, idle: boolean): void => {
    const known = tabs.get(tabId);
    if (known) return known.send({ word: 'here' });
    const channel = platform.channel(`${group}/${tabId}`);
    const ended = new AbortController();
    const send: Follower['send'] = (words) => {
      if (!ended.signal.aborted) channel.send({ from: id, ...words });
    };
    const place = shared.addTab({
      onEvents: (events) => send({ events }),
      rooms: [],
      lists: null,
      idle,
      isLeader: false,
    });
    const led: Follower = {
      send,
      isAlive: true,
      drop: (waitMs) => {
        if (ended.signal.aborted) return;
        tabs.delete(tabId);
        send({ word: 'gone' });
        ended.abort();
        channel.close();
        place.leave(waitMs);
      },
    };
    tabs.set(tabId, led);
    channel.onMessage((data: ToLeader) => {
      if (data.to !== id || !tabs.has(tabId)) return;
      led.isAlive = true;
      if ('ask' in data) {
        send({ word: 'here' });
        // This tab was suspended: the follower may have connected by itself and sent the command again.
        const isLate = Math.abs(Date.now() - data.at) > patienceMs;
        if (isLate) send({ ask: data.ask, error: timedOut().toJSON() });
        else void answer(send, place, data);
      } else if (data.word === 'alive?') send({ word: 'here' });
      else if (data.word !== 'here') led.drop(data.word === 'bye' ? 0 : graceMs);
    });
    // Its last messages may arrive after the lock is released.
    onLockReleased(platform, `${group}/${tabId}`, ended.signal, () =>
      setTimeout(led.drop, lastMessagesMs, graceMs),
    );
    send({ word: 'here' });
  };

  // A frozen tab keeps its locks; messages to it would accumulate.
  const rollCall = setInterval(() => {
    for (const led of tabs.values()) {
      if (!led.isAlive) led.drop(graceMs);
      led.isAlive = false;
      led.send({ word: 'alive?' });
    }
  }, rollCallMs);

  return {
    take,
    hasFollowers: () => tabs.size > 0,
    drain: (drainMs) => {
      for (const { send: tell } of tabs.values()) tell({ drainMs });
    },
    close: (waitMs) => {
      clearInterval(rollCall);
      for (const { drop } of tabs.values()) drop(waitMs);
    },
  };
};

type Asked = Extract<ToLeader, { ask: number }>;
