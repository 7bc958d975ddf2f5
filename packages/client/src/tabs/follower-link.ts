import { ChatError } from '@chat/protocol';
import { createTimer } from '../platform/timer.ts';
import { disconnected, timedOut, type Link, type LinkListeners } from '../connection/link.ts';
import { onLockReleased, type TabChannel, type TabPlatform } from './browser-tabs.ts';
import { patienceMs, pulseMs, type ToLeader, type ToTab, type Unsigned } from './tab-messages.ts';

export interface FollowerLinkOptions {
  platform: TabPlatform;
  group: string;
  leader: string;
  channel: TabChannel;
  listeners: Pick<LinkListeners, 'events' | 'drain' | 'down'>;
  timeoutMs: number;
}

/** A link over the connection of another tab. If anything happens to that tab, this link is lost. */
export const createFollowerLink = (options: FollowerLinkOptions): Required<Link> => {
  const { platform, group, leader, channel, listeners, timeoutMs } = options;
  const ended = new AbortController();
  const unanswered = new Map<number, (answer: ChatError | { value: unknown }) => void>();
  let asked = 0;
  const pulse = createTimer();
  const patience = createTimer();

  const send = (words: Unsigned<ToLeader>): void => channel.send({ to: leader, ...words });
  const end = (isBack?: boolean): void => {
    if (ended.signal.aborted) return;
    send({ word: isBack ? 'away' : 'bye' });
    ended.abort();
    pulse.stop();
    patience.stop();
    channel.close();
    for (const settle of unanswered.values()) settle(disconnected());
  };
  const lost = (): void => {
    if (ended.signal.aborted) return;
    end(true);
    listeners.down(null);
  };

  /**
   * Expects a message of the leader soon. Asks twice: if this tab was asleep, the message may already be
   * queued.
   */
  const expect = (isLast = false): void => {
    if (patience.runs) return;
    patience.start(patienceMs / 2, () => {
      if (isLast) lost();
      else look(true);
    });
  };
  const look = (isLast = false): void => {
    send({ word: 'alive?' });
    expect(isLast);
  };
  const beat = (): void =>
    pulse.start(pulseMs[platform.isHidden() ? 'hidden' : 'visible'], () => {
      look();
      beat();
    });

  channel.onMessage((data: ToTab) => {
    if (data.from !== leader || ended.signal.aborted) return;
    patience.stop();
    if ('events' in data) listeners.events(data.events);
    else if ('drainMs' in data) listeners.drain(data.drainMs);
    else if ('error' in data) unanswered.get(data.ask)?.(ChatError.from(data.error));
    else if ('ask' in data) unanswered.get(data.ask)?.({ value: data.value });
    else if (data.word === 'gone') lost();
    else if (data.word === 'alive?') send({ word: 'here' });
  });
  onLockReleased(platform, `${group}/${leader}`, ended.signal, lost);
  beat();

  return {
    call: (name, input) =>
      new Promise((resolve, reject) => {
        if (ended.signal.aborted) return reject(disconnected());
        const ask = asked++;
        const late = setTimeout(() => unanswered.get(ask)?.(timedOut()), timeoutMs);
        unanswered.set(ask, (answer) => {
          unanswered.delete(ask);
          clearTimeout(late);
          if (answer instanceof ChatError) reject(answer);
          else resolve(answer.value as never);
        });
        send({ ask, name, json: JSON.stringify(input), at: Date.now() });
        expect();
      }),
    busy: () => unanswered.size > 0,
    close: end,
  };
};
