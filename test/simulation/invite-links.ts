import type { DurableEvent } from '@chat/protocol';
import type { Change } from '../../packages/server/src/storage/contract/change.ts';
import { createChance } from './chance.ts';
import type { RoomLedger } from './ledger.ts';
import type { Report } from './report.ts';
import type { World } from './world.ts';

const hosts: readonly string[] = ['ana', 'bo'];
const guests: readonly string[] = ['cy', 'di'];

/** Lets hosts share invite links in some seeds, by random numbers of its own: other seeds run as before. */
export const inviteLinksIn = (world: World, seed: number): (() => void) => {
  if (seed % 8 !== 3) return () => undefined;
  const chance = createChance(seed + 0x114c5);
  const shared: { code: string; linkId: string }[] = [];

  const host = () => {
    const tab = chance.pick(world.tabs().filter(({ user }) => hosts.includes(user.id)));
    const room = tab?.rooms.get('club');
    return tab && room ? { tab, room } : null;
  };

  const create = (): void => {
    const by = host();
    const maxUses = chance.int(1, 2);
    if (!by) return;
    world.inTab(by.tab, 'create link', () => {
      by.room.members.createInviteLink({ maxUses }).then(
        (link) => void shared.push(link),
        () => undefined,
      );
    });
  };

  const revoke = (): void => {
    const by = host();
    const link = chance.pick(shared);
    if (!by || !link) return;
    world.inTab(
      by.tab,
      'revoke link',
      () => void by.room.members.revokeInviteLink(link.linkId).catch(() => undefined),
    );
  };

  const remove = (): void => {
    const by = host();
    const userId = chance.pick(guests);
    if (!by || userId === undefined) return;
    world.inTab(by.tab, 'remove', () => void by.room.members.remove(userId).catch(() => undefined));
  };

  /** Several users enter by a link at once, also by one that no longer works. */
  const enter = (): void => {
    const link = chance.pick(shared);
    if (!link) return;
    for (const tab of world.tabs().filter(({ user }) => guests.includes(user.id)))
      if (chance.hit(0.7))
        world.inTab(tab, 'enter by link', () => {
          tab.client.rooms.acceptInviteLink('club', link.code).then(
            () => tab.join('club'),
            () => undefined,
          );
        });
  };

  return () => {
    if (!chance.hit(0.4)) return;
    const act = chance.pick([create, create, remove, remove, enter, enter, enter, revoke]);
    act?.();
  };
};

/** An invite link, as the events show it. */
export interface LinkLedger {
  linkId: string;
  maxUses: number;
  uses: number;
  isRevoked: boolean;
}

/** Reports users who enter by a link beyond its uses, or after it was revoked. */
export const checkInviteLink = (
  { id, links }: RoomLedger,
  change: Change,
  event: DurableEvent,
  report: Report,
): void => {
  if (change.kind === 'create-invite-link') {
    const { hash, linkId, maxUses = Infinity } = change.link;
    links.set(hash, { linkId, maxUses, uses: 0, isRevoked: false });
  }
  if (change.kind === 'revoke-invite-link')
    for (const link of links.values()) if (link.linkId === change.linkId) link.isRevoked = true;
  if (change.kind !== 'accept-invite-link' || event.type !== 'member:joined') return;
  const link = links.get(change.hash);
  if (!link) return report(`invite links: ${change.actor.id} enters ${id} by a link that does not exist`);
  link.uses += 1;
  if (link.isRevoked) report(`invite links: ${change.actor.id} enters ${id} by a revoked link`);
  if (link.uses > link.maxUses)
    report(`invite links: ${link.uses} users enter ${id} by a link for ${link.maxUses}`);
};
