import { ChatError, type CommandName, type Limits } from '@chat/protocol';
import type { Connection } from './connection.ts';
import { createBuckets } from './rate-limit.ts';

/** How often somebody may call. Sessions in process are the application's own and are not counted. */
export interface Quota {
  /** Throws `rate_limited` with `retryAfterMs` when there was too much of this. */
  take(connection: Connection, name: CommandName): void;
  /** For handshakes and requests, by address. */
  takeRequest(address: string): void;
  /** For changes of profile and status. */
  profileChanges: { take(connection: Connection): void };
  /** For people who are invited. */
  invitations: { take(connection: Connection, people: number): void };
  /** For calls that are started. */
  calls: { take(connection: Connection): void };
  /** For transcripts and personal data. */
  exports: { take(connection: Connection): void };
}

export const createQuota = (limits: Limits, now: () => number): Quota => {
  const sends = createBuckets({ perSecond: limits.sendsPerSecond, burst: limits.sendBurst, now });
  const reactions = createBuckets({ perSecond: limits.reactionsPerSecond, burst: limits.reactionBurst, now });
  const joins = createBuckets({ perSecond: limits.joinsPerSecond, burst: limits.joinBurst, now });
  const others = createBuckets({ perSecond: limits.commandsPerSecond, burst: limits.commandBurst, now });
  const searches = createBuckets({ perSecond: limits.searchesPerSecond, burst: limits.searchBurst, now });
  const signals = createBuckets({ perSecond: limits.signalsPerSecond, burst: limits.signalBurst, now });
  const calls = createBuckets({
    perSecond: limits.callsPerMinute / 60,
    burst: Math.max(1, limits.callsPerMinute),
    now,
  });
  const requests = createBuckets({ perSecond: limits.requestsPerSecond, burst: limits.requestBurst, now });

  const invitations = createBuckets({
    perSecond: limits.invitationsPerHour / 3_600,
    burst: Math.max(1, limits.invitationsPerHour),
    now,
  });

  const exports = createBuckets({
    perSecond: limits.exportsPerHour / 3_600,
    burst: Math.max(1, limits.exportsPerHour),
    now,
  });

  const profileChanges = createBuckets({
    perSecond: limits.profileChangesPerMinute / 60,
    burst: Math.max(1, limits.profileChangesPerMinute),
    now,
  });

  const refuse = (retryAfterMs: number, what: string): void => {
    if (retryAfterMs > 0) throw new ChatError('rate_limited', `too many ${what}`, { retryAfterMs });
  };

  return {
    take: (connection, name) => {
      if (connection.kind === 'process') return;
      const { perSecond, what, buckets, key } = kindOf(name, connection);
      refuse(buckets.take(key), `${what}: at most ${perSecond} a second`);
    },
    invitations: {
      take: ({ kind, user }, people) => {
        if (kind === 'process' || user.role === 'admin') return;
        for (let left = people; left > 0; left -= 1)
          refuse(invitations.take(user.id), `invitations: at most ${limits.invitationsPerHour} an hour`);
      },
    },
    calls: {
      take: ({ kind, user }) => {
        if (kind === 'process') return;
        refuse(calls.take(user.id), `calls: at most ${limits.callsPerMinute} a minute`);
      },
    },
    exports: {
      take: ({ kind, user }) => {
        if (kind === 'process') return;
        refuse(exports.take(user.id), `exports: at most ${limits.exportsPerHour} an hour`);
      },
    },
    profileChanges: {
      take: ({ kind, user }) => {
        if (kind === 'process') return;
        const rule = `changes of your profile: at most ${limits.profileChangesPerMinute} a minute`;
        refuse(profileChanges.take(user.id), rule);
      },
    },
    takeRequest: (address) =>
      refuse(requests.take(address), `requests: at most ${limits.requestsPerSecond} a second`),
  };

  function kindOf(name: CommandName, { user, id, kind }: Connection) {
    if (name === 'message:send' || name === 'message:edit' || name === 'slash:run')
      return { perSecond: limits.sendsPerSecond, what: 'messages', buckets: sends, key: user.id };
    if (name === 'reaction:add' || name === 'reaction:remove' || name === 'reaction:burst') {
      // No id of a user holds a slash. Who lets hearts float up can still react to what is said.
      const key = name === 'reaction:burst' ? `${user.id}/burst` : user.id;
      return { perSecond: limits.reactionsPerSecond, what: 'reactions', buckets: reactions, key };
    }
    if (name === 'message:search' || name === 'message:searchAll')
      return { perSecond: limits.searchesPerSecond, what: 'searches', buckets: searches, key: user.id };
    if (name === 'user:search')
      return {
        perSecond: limits.searchesPerSecond,
        what: 'searches',
        buckets: searches,
        key: `${user.id}/people`,
      };
    if (name === 'call:signal')
      return { perSecond: limits.signalsPerSecond, what: 'signals', buckets: signals, key: user.id };
    if (name === 'room:join' || name === 'room:create')
      return { perSecond: limits.joinsPerSecond, what: 'joins', buckets: joins, key: user.id };
    const key = kind === 'http' ? user.id : id;
    return { perSecond: limits.commandsPerSecond, what: 'commands', buckets: others, key };
  }
};
