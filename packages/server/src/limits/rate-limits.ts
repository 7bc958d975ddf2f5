import { ChatError, commands, isCommandName, type Limits, type RateClass } from '@chat/protocol';
import { addressKey } from './address-key.ts';
import type { Connection } from '../connections/connection.ts';
import { createTokenBuckets, type TokenBuckets } from './token-bucket.ts';

/** The user and the address that pay for a command. */
export type Payer = Pick<Connection, 'kind' | 'address'> & { user: { id: string } };

/** Rate limits per user and address. In-process sessions are the application's own and are not counted. */
export interface RateLimits {
  /**
   * Charges a command, known or not, before any work is done for it. Throws `rate_limited` with
   * `retryAfterMs`.
   */
  take(payer: Payer, name: string): void;
  /**
   * Charges a command that was rejected as `rate_limited`. Returns true if the payer is to be disconnected.
   */
  chargeRefusal(payer: Payer): boolean;
  /** For handshakes and requests, by address. An address whose commands keep being rejected has none. */
  takeRequest(address: string): void;
  /** For rooms that a list or a search is about to read. */
  roomReads: { take(connection: Connection, rooms: number): void };
  /** For devices that notifications are sent to. */
  devices: { take(connection: Connection): void };
  /** For changes of profile and status. */
  profileChanges: { take(connection: Connection): void };
  /** For invited users. */
  invitations: { take(connection: Connection, people: number): void };
  /** For started calls. */
  calls: { take(connection: Connection): void };
  /** For transcripts and personal data. */
  exports: { take(connection: Connection): void };
}

/** Rejections are rare: this many users of one address may keep being rejected before the address is. */
const refusingUsersPerAddress = 4;

/** Users of one address that are rejected together return one by one within this time. */
const crowdSpreadMs = 10_000;

/** The budget that a command draws on, and its key. */
interface Charge {
  perSecond: number;
  /** For the error message. */
  what: string;
  bucket: TokenBuckets;
  key: string;
}

export const createRateLimits = (limits: Limits, now: () => number): RateLimits => {
  const buckets = (perSecond: number, burst: number): TokenBuckets =>
    createTokenBuckets({ perSecond, burst, now });
  const sharedBuckets = (perSecond: number, burst: number): TokenBuckets =>
    createTokenBuckets({ perSecond, burst, now, spreadMs: crowdSpreadMs });
  const perMinute = (count: number): TokenBuckets => buckets(count / 60, Math.max(1, count));
  const perHour = (count: number): TokenBuckets => buckets(count / 3_600, Math.max(1, count));
  const { usersPerAddress } = limits;
  const sends = buckets(limits.sendsPerSecond, limits.sendBurst);
  const reactions = buckets(limits.reactionsPerSecond, limits.reactionBurst);
  const joins = buckets(limits.joinsPerSecond, limits.joinBurst);
  const others = buckets(limits.commandsPerSecond, limits.commandBurst);
  const byAddress = sharedBuckets(
    limits.commandsPerSecond * usersPerAddress,
    limits.commandBurst * usersPerAddress,
  );
  const refusals = buckets(limits.refusalsPerSecond, limits.refusalBurst);
  const refusalsByAddress = buckets(
    limits.refusalsPerSecond * refusingUsersPerAddress,
    limits.refusalBurst * refusingUsersPerAddress,
  );
  const roomReads = buckets(limits.roomReadsPerSecond, limits.roomReadBurst);
  const roomReadsByAddress = sharedBuckets(
    limits.roomReadsPerSecond * usersPerAddress,
    limits.roomReadBurst * usersPerAddress,
  );
  const searches = buckets(limits.searchesPerSecond, limits.searchBurst);
  const signals = buckets(limits.signalsPerSecond, limits.signalBurst);
  const captions = buckets(limits.captionsPerSecond, limits.captionBurst);
  const requests = sharedBuckets(limits.requestsPerSecond, limits.requestBurst);
  const devices = perHour(limits.devicesPerHour);
  const calls = perMinute(limits.callsPerMinute);
  const invitations = perHour(limits.invitationsPerHour);
  const exports = perHour(limits.exportsPerHour);
  const profileChanges = perMinute(limits.profileChangesPerMinute);

  const { sendsPerSecond, reactionsPerSecond, searchesPerSecond } = limits;
  const classes: Record<RateClass, (userId: string) => Charge> = {
    commands: (key) => ({ perSecond: limits.commandsPerSecond, what: 'commands', bucket: others, key }),
    sends: (key) => ({ perSecond: sendsPerSecond, what: 'messages', bucket: sends, key }),
    reactions: (key) => ({ perSecond: reactionsPerSecond, what: 'reactions', bucket: reactions, key }),
    // User ids contain no slash. Bursts do not use up the reactions to messages.
    bursts: (id) => ({
      perSecond: reactionsPerSecond,
      what: 'reactions',
      bucket: reactions,
      key: `${id}/burst`,
    }),
    searches: (key) => ({ perSecond: searchesPerSecond, what: 'searches', bucket: searches, key }),
    userSearches: (id) => ({
      perSecond: searchesPerSecond,
      what: 'searches',
      bucket: searches,
      key: `${id}/people`,
    }),
    signals: (key) => ({ perSecond: limits.signalsPerSecond, what: 'signals', bucket: signals, key }),
    captions: (key) => ({ perSecond: limits.captionsPerSecond, what: 'captions', bucket: captions, key }),
    joins: (key) => ({ perSecond: limits.joinsPerSecond, what: 'joins', bucket: joins, key }),
  };

  const refuse = (retryAfterMs: number, what: string): void => {
    if (retryAfterMs > 0) throw new ChatError('rate_limited', `too many ${what}`, { retryAfterMs });
  };

  return {
    take: (payer, name) => {
      if (payer.kind === 'process') return;
      const { perSecond, what, bucket, key } = kindOf(name, payer);
      refuse(bucket.take(key), `${what}: at most ${perSecond} a second`);
      refuse(byAddress.take(addressKey(payer.address)), 'commands from one address');
    },
    chargeRefusal: ({ kind, user, address }) => {
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

  function kindOf(name: string, { user }: Payer) {
    return classes[isCommandName(name) ? commands[name].rate : 'commands'](user.id);
  }
};
