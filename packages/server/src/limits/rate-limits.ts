import { ChatError, isCommandName, type Limits } from '@chat/protocol';
import { addressKey } from './address-key.ts';
import type { Connection } from '../connections/connection.ts';
import { createTokenBuckets } from './token-bucket.ts';

/** The user and the address that a cost is charged to. */
export type Payer = Pick<Connection, 'kind' | 'address'> & { user: { id: string } };

/** How often a user may call. Sessions in process are the application's own and are not counted. */
export interface RateLimits {
  /** Charges a command, known or made up, before anything is done for it. Throws `rate_limited` with `retryAfterMs`. */
  take(payer: Payer, name: string): void;
  /** Charges a command that was refused as `rate_limited`. Returns true if the payer is to be disconnected. */
  refused(payer: Payer): boolean;
  /** For handshakes and requests, by address. An address whose commands keep being refused has none. */
  takeRequest(address: string): void;
  /** For rooms that a list or a search looks at, before it does. */
  roomReads: { take(connection: Connection, rooms: number): void };
  /** For devices that notifications are sent to. */
  devices: { take(connection: Connection): void };
  /** For changes of profile and status. */
  profileChanges: { take(connection: Connection): void };
  /** For people who are invited. */
  invitations: { take(connection: Connection, people: number): void };
  /** For calls that are started. */
  calls: { take(connection: Connection): void };
  /** For transcripts and personal data. */
  exports: { take(connection: Connection): void };
}

/** Refused commands are rare: this many users of one address may keep being refused before the address is. */
const refusingUsersPerAddress = 4;

export const createRateLimits = (limits: Limits, now: () => number): RateLimits => {
  const sends = createTokenBuckets({ perSecond: limits.sendsPerSecond, burst: limits.sendBurst, now });
  const reactions = createTokenBuckets({
    perSecond: limits.reactionsPerSecond,
    burst: limits.reactionBurst,
    now,
  });
  const joins = createTokenBuckets({ perSecond: limits.joinsPerSecond, burst: limits.joinBurst, now });
  const others = createTokenBuckets({ perSecond: limits.commandsPerSecond, burst: limits.commandBurst, now });
  const { usersPerAddress } = limits;
  const byAddress = createTokenBuckets({
    perSecond: limits.commandsPerSecond * usersPerAddress,
    burst: limits.commandBurst * usersPerAddress,
    now,
  });
  const refusals = createTokenBuckets({
    perSecond: limits.refusalsPerSecond,
    burst: limits.refusalBurst,
    now,
  });
  const refusalsByAddress = createTokenBuckets({
    perSecond: limits.refusalsPerSecond * refusingUsersPerAddress,
    burst: limits.refusalBurst * refusingUsersPerAddress,
    now,
  });
  const roomReads = createTokenBuckets({
    perSecond: limits.roomReadsPerSecond,
    burst: limits.roomReadBurst,
    now,
  });
  const roomReadsByAddress = createTokenBuckets({
    perSecond: limits.roomReadsPerSecond * usersPerAddress,
    burst: limits.roomReadBurst * usersPerAddress,
    now,
  });
  const devices = createTokenBuckets({
    perSecond: limits.devicesPerHour / 3_600,
    burst: Math.max(1, limits.devicesPerHour),
    now,
  });
  const searches = createTokenBuckets({
    perSecond: limits.searchesPerSecond,
    burst: limits.searchBurst,
    now,
  });
  const signals = createTokenBuckets({ perSecond: limits.signalsPerSecond, burst: limits.signalBurst, now });
  const calls = createTokenBuckets({
    perSecond: limits.callsPerMinute / 60,
    burst: Math.max(1, limits.callsPerMinute),
    now,
  });
  const requests = createTokenBuckets({
    perSecond: limits.requestsPerSecond,
    burst: limits.requestBurst,
    now,
  });

  const invitations = createTokenBuckets({
    perSecond: limits.invitationsPerHour / 3_600,
    burst: Math.max(1, limits.invitationsPerHour),
    now,
  });

  const exports = createTokenBuckets({
    perSecond: limits.exportsPerHour / 3_600,
    burst: Math.max(1, limits.exportsPerHour),
    now,
  });

  const profileChanges = createTokenBuckets({
    perSecond: limits.profileChangesPerMinute / 60,
    burst: Math.max(1, limits.profileChangesPerMinute),
    now,
  });

  const refuse = (retryAfterMs: number, what: string): void => {
    if (retryAfterMs > 0) throw new ChatError('rate_limited', `too many ${what}`, { retryAfterMs });
  };

  return {
    take: (payer, name) => {
      if (payer.kind === 'process') return;
      const { perSecond, what, buckets, key } = kindOf(name, payer);
      refuse(buckets.take(key), `${what}: at most ${perSecond} a second`);
      refuse(byAddress.take(addressKey(payer.address)), 'commands from one address');
    },
    refused: ({ kind, user, address }) => {
      if (kind === 'process') return false;
      const waitMs = refusals.take(user.id);
      return refusalsByAddress.take(addressKey(address)) > 0 || waitMs > 0;
    },
    roomReads: {
      take: ({ kind, user, address }, rooms) => {
        if (kind === 'process') return;
        refuse(roomReads.take(user.id, rooms), `rooms read: at most ${limits.roomReadsPerSecond} a second`);
        refuse(roomReadsByAddress.take(addressKey(address), rooms), 'rooms read from one address');
      },
    },
    devices: {
      take: ({ kind, user }) => {
        if (kind === 'process') return;
        refuse(devices.take(user.id), `devices: at most ${limits.devicesPerHour} an hour`);
      },
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
    takeRequest: (address) => {
      const key = addressKey(address);
      refuse(refusalsByAddress.wait(key), 'commands from this address');
      refuse(requests.take(key), `requests: at most ${limits.requestsPerSecond} a second`);
    },
  };

  function kindOf(given: string, { user }: Payer) {
    const name = isCommandName(given) ? given : 'unknown';
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
    return { perSecond: limits.commandsPerSecond, what: 'commands', buckets: others, key: user.id };
  }
};
