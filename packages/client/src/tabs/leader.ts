import { ChatError } from '@chat/protocol';
import { timedOut } from '../connection/link.ts';
import { whenFree, type TabPlatform } from './browser-tabs.ts';
import type { Place, SharedLink } from './shared-connection.ts';
import {
  graceMs,
  lastWordsMs,
  patienceMs,
  rollCallMs,
  type ToLeader,
  type ToTab,
  type Unsigned,
} from './tab-messages.ts';

/** The tab whose connection others share. */
export interface Lead {
  /** Takes in another tab, and tells it so. */
  take(tabId: string, idle: boolean): void;
  /** The server wants us to come back then. */
  drain(inMs: number): void;
  /** There is somebody to lead. */
  leads(): boolean;
  /** They have to see for themselves, and are in their rooms here for so long. */
  close(waitMs: number): void;
}

interface Led {
  tell(words: Unsigned<ToTab>): void;
  wasHeard: boolean;
  drop(waitMs: number): void;
}

/** `group`: the name of all channels and locks; `id`: ours. */
export const leadTabs = (platform: TabPlatform, group: string, id: string, shared: SharedLink): Lead => {
  const tabs = new Map<string, Led>();

  const answer = async (tell: Led['tell'], place: Place, { ask, name, json }: Asked): Promise<void> => {
    try {
      tell({ ask, value: await place.call(name, JSON.parse(json) as never) });
    } catch (error) {
      const known = error instanceof ChatError ? error : new ChatError('internal', String(error));
      tell({ ask, error: known.toJSON() });
    }
  };

  const take = (tabId: string, idle: boolean): void => {
    const known = tabs.get(tabId);
    if (known) return known.tell({ word: 'here' });
    const channel = platform.channel(`${group}/${tabId}`);
    const ended = new AbortController();
    const tell: Led['tell'] = (words) => {
      if (!ended.signal.aborted) channel.say({ from: id, ...words });
    };
    const place = shared.place({ tell: (events) => tell({ events }), rooms: [], idle, holds: false });
    const led: Led = {
      tell,
      wasHeard: true,
      drop: (waitMs) => {
        if (ended.signal.aborted) return;
        tabs.delete(tabId);
        tell({ word: 'gone' });
        ended.abort();
        channel.close();
        place.leave(waitMs);
      },
    };
    tabs.set(tabId, led);
    channel.hear((data: ToLeader) => {
      if (data.to !== id || !tabs.has(tabId)) return;
      led.wasHeard = true;
      if ('ask' in data) {
        tell({ word: 'here' });
        // We were held up: who asked this may have gone on by themselves, and asked again elsewhere.
        const isLate = Math.abs(Date.now() - data.at) > patienceMs;
        if (isLate) tell({ ask: data.ask, error: timedOut().toJSON() });
        else void answer(tell, place, data);
      } else if (data.word === 'alive?') tell({ word: 'here' });
      else if (data.word !== 'here') led.drop(data.word === 'bye' ? 0 : graceMs);
    });
    // What it said last may come after that.
    whenFree(platform, `${group}/${tabId}`, ended.signal, () => setTimeout(led.drop, lastWordsMs, graceMs));
    tell({ word: 'here' });
  };

  // A tab that was frozen keeps its locks; what is told to it would pile up.
  const rollCall = setInterval(() => {
    for (const led of tabs.values()) {
      if (!led.wasHeard) led.drop(graceMs);
      led.wasHeard = false;
      led.tell({ word: 'alive?' });
    }
  }, rollCallMs);

  return {
    take,
    leads: () => tabs.size > 0,
    drain: (drainMs) => {
      for (const { tell } of tabs.values()) tell({ drainMs });
    },
    close: (waitMs) => {
      clearInterval(rollCall);
      for (const { drop } of tabs.values()) drop(waitMs);
    },
  };
};

type Asked = Extract<ToLeader, { ask: number }>;
