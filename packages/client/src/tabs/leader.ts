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

/** The tab whose connection others share. */
export interface Leader {
  /** Takes in another tab, and tells it so. */
  take(tabId: string, idle: boolean): void;
  /** The server wants us to come back then. */
  drain(inMs: number): void;
  /** There is somebody to lead. */
  hasFollowers(): boolean;
  /** They have to see for themselves, and are in their rooms here for so long. */
  close(waitMs: number): void;
}

interface Follower {
  send(words: Unsigned<ToTab>): void;
  isAlive: boolean;
  drop(waitMs: number): void;
}

/** `group`: the name of all channels and locks; `id`: ours. */
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
    const place = shared.addTab({ onEvents: (events) => send({ events }), rooms: [], idle, isLeader: false });
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
        // We were held up: who asked this may have gone on by themselves, and asked again elsewhere.
        const isLate = Math.abs(Date.now() - data.at) > patienceMs;
        if (isLate) send({ ask: data.ask, error: timedOut().toJSON() });
        else void answer(send, place, data);
      } else if (data.word === 'alive?') send({ word: 'here' });
      else if (data.word !== 'here') led.drop(data.word === 'bye' ? 0 : graceMs);
    });
    // What it said last may come after that.
    onLockReleased(platform, `${group}/${tabId}`, ended.signal, () =>
      setTimeout(led.drop, lastMessagesMs, graceMs),
    );
    send({ word: 'here' });
  };

  // A tab that was frozen keeps its locks; what is told to it would pile up.
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
