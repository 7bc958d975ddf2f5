import type { Stop } from '../state/readable.ts';
import { createLeader, type Leader } from './leader.ts';
import { acquireLock, type TabChannel, type TabPlatform } from './browser-tabs.ts';
import type { SharedConnection } from './shared-connection.ts';
import { graceMs, patienceMs, type ToAll, type ToTab } from './tab-messages.ts';
import { createTimer } from '../platform/timer.ts';
import { noop } from '../platform/noop.ts';

export interface LeaderElectionOptions {
  platform: TabPlatform;
  /** Tabs of one name share a connection. */
  name: string;
  id: string;
  /** The connection that this tab shares if it leads. */
  shared: SharedConnection;
  isIdle: () => boolean;
  /** False: the tab keeps its connection, and may lead. */
  mayFollow: () => boolean;
  /** Called when this tab follows another one. The callee closes the channel. */
  onFollow: (leader: string, channel: TabChannel) => void;
}

/** Lets a tab with its own connection find a leader, or become one. */
export interface LeaderElection {
  /** The server asked to reconnect after this time. */
  drain(inMs: number): void;
  /** Returns whether other tabs share its connection. */
  hasFollowers(): boolean;
  /** Stops sharing: followers need a connection of their own. Their rooms stay joined for `waitMs`. */
  close(waitMs?: number): void;
}

export const joinLeaderElection = (options: LeaderElectionOptions): LeaderElection => {
  const { platform, name, id, shared } = options;
  const ended = new AbortController();
  const everyone = platform.channel(name);
  /** Passed on if this tab follows another. */
  const own = platform.channel(`${name}/${id}`);
  const patience = createTimer();
  let queue = new AbortController();
  let lead: Leader | null = null;
  let stopLead: Stop = noop;
  let follows = false;

  const send = (words: ToAll): void => everyone.send(words);
  const isAlone = (): boolean => !ended.signal.aborted && !lead && !follows;

  const beginLead = (): Promise<void> => {
    if (!isAlone()) return Promise.resolve();
    patience.stop();
    lead = createLeader(platform, name, id, shared);
    send({ leads: id });
    return new Promise((resolve) => (stopLead = resolve));
  };
  /** Another tab took the lead, because this one did not respond. */
  const deposed = (): void => {
    if (!lead) return;
    lead.close(graceMs);
    lead = null;
    if (!ended.signal.aborted) look();
  };
  const inQueue = (): void => {
    queue = new AbortController();
    platform.locks.request(name, { signal: queue.signal }, beginLead).catch(deposed);
  };
  const steal = (): void => {
    queue.abort();
    platform.locks.request(name, { steal: true }, beginLead).catch(deposed);
  };

  /** Asks twice: if this tab was asleep, the response may already be queued. */
  const seek = (isLast = false): void => {
    if (!options.mayFollow()) return;
    send({ seeks: id, idle: options.isIdle() });
    patience.start(patienceMs / 2, () => {
      if (!isAlone()) return;
      if (isLast) steal();
      else seek(true);
    });
  };
  const look = (): void => {
    if (ended.signal.aborted) return;
    inQueue();
    seek();
  };

  everyone.onMessage((words: ToAll) => {
    if ('seeks' in words) lead?.take(words.seeks, words.idle);
    else if (isAlone()) seek();
  });
  own.onMessage((words: ToTab) => {
    if (!('word' in words) || words.word !== 'here') return;
    if (!isAlone() || !options.mayFollow()) return own.send({ to: words.from, word: 'bye' });
    follows = true;
    patience.stop();
    queue.abort();
    everyone.close();
    options.onFollow(words.from, own);
  });
  // The lock shows others that this tab is open; without locks nothing is shared.
  acquireLock(platform, `${name}/${id}`, ended.signal).then(look, noop);

  return {
    drain: (inMs) => lead?.drain(inMs),
    hasFollowers: () => lead?.hasFollowers() === true,
    close: (waitMs = graceMs) => {
      if (ended.signal.aborted) return;
      ended.abort();
      patience.stop();
      queue.abort();
      lead?.close(waitMs);
      lead = null;
      stopLead();
      if (follows) return;
      everyone.close();
      own.close();
    },
  };
};
