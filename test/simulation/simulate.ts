import { actOnce, roomIds } from './actions.ts';
import { approvalsIn, verifyApprovals } from './approvals.ts';
import { blocksIn, directRoomsOf, makeDirectRooms, verifyBlocks } from './blocks.ts';
import { callsIn, hangUpAll, hasCalls, makePairs, verifyCalls, verifyRinging } from './calls.ts';
import { verifyDelivered } from './delivered.ts';
import { draftsIn, verifyDrafts } from './drafts.ts';
import { erasingIn, reopen, verifyErased } from './erasing.ts';
import { faultsOf, heal, markBaseline, openPage } from './faults.ts';
import { forwardsIn } from './forwards.ts';
import { invitationsIn } from './invitations.ts';
import { handsIn, verifyHands } from './hands.ts';
import { inviteLinksIn } from './invite-links.ts';
import { lobbyIn, verifyLobby } from './lobby.ts';
import { ownListsIn, verifyOwnLists } from './own-lists.ts';
import { pollsIn, verifyPolls } from './polls.ts';
import { questionsIn, verifyQuestions } from './questions.ts';
import { verifyProfiles } from './profiles.ts';
import { restoresIn } from './restores.ts';
import { hasRetention, oneDay, retentionIn, yesterday } from './retention.ts';
import { appointment, scheduleIn, verifyReminded } from './schedule.ts';
import { scheduledIn, verifyScheduled } from './scheduled.ts';
import { verifyOutboxes } from './verify-outboxes.ts';
import { verifyStore } from './verify-store.ts';
import { verifyViews } from './verify-views.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

export interface Outcome {
  violations: string[];
  /** The same for two runs only if they went the same way. */
  digest: number;
  steps: number;
  messages: number;
}

/** The server and its two rooms, before anything goes wrong. */
const setUp = async (world: World, seed: number): Promise<void> => {
  const { hosts, inServer, people, scheduler, chance, report } = world;
  const [ana] = people;
  for (const host of hosts) host.start();
  await scheduler.settle();
  const history = () => (chance.hit(0.3) ? ('since-join' as const) : ('all' as const));
  const settings = { plaza: history(), club: history() };
  const kept = (roomId: string) =>
    hasRetention(seed) && (seed % 2 === 0 || roomId === 'club') ? oneDay : {};
  inServer('set up', async (chat) => {
    if (!ana) return;
    const owner = chat.as(ana);
    try {
      await owner.call('room:create', {
        roomId: 'plaza',
        type: 'public',
        history: settings.plaza,
        ...kept('plaza'),
      });
      await owner.call('room:create', {
        roomId: 'club',
        type: 'private',
        history: settings.club,
        ...kept('club'),
        ...appointment(world, seed),
      });
      for (const { id } of people.slice(1)) await owner.call('member:add', { roomId: 'club', userId: id });
      for (const roomId of roomIds)
        await owner.call('member:update', { roomId, userId: 'bo', role: 'moderator' });
      if (hasCalls(seed)) await makePairs(owner);
    } catch (error) {
      report(`set up failed: ${String(error)}`);
    }
    owner.close();
  });
  await scheduler.runUntil(scheduler.now() + 2_000);
  markBaseline(world);
  world.disk.broken = world.broken.disk;
};

const trouble = async (world: World, seed: number): Promise<void> => {
  const { people, scheduler, chance } = world;
  const fate = scheduler.actor('fate');
  for (const user of people) openPage(world, user);
  await scheduler.runUntil(scheduler.now() + 1_500);
  await makeDirectRooms(world, seed);
  await yesterday(world, seed);
  const fault = faultsOf(world);
  const also = [
    invitationsIn,
    callsIn,
    erasingIn,
    retentionIn,
    scheduleIn,
    restoresIn,
    forwardsIn,
    inviteLinksIn,
    handsIn,
    lobbyIn,
    pollsIn,
    questionsIn,
    approvalsIn,
    scheduledIn,
    ownListsIn,
    draftsIn,
    blocksIn,
  ].map((sourceOf) => sourceOf(world, seed));
  const acts = chance.int(20, 90);
  const faultRate = chance.pick([0, 0.05, 0.15, 0.3]) ?? 0;
  const paceMs = chance.pick([30, 150, 400]) ?? 150;
  for (let act = 0; act < acts; act++) {
    scheduler.after(fate, 0, 'act', () => {
      if (chance.hit(faultRate)) fault();
      actOnce(world);
      for (const act of also) act();
    });
    await scheduler.runUntil(scheduler.now() + chance.wait(paceMs));
  }
};

const rest = async (world: World): Promise<void> => {
  const { scheduler, browsers, inTab } = world;
  heal(world);
  await scheduler.runUntil(scheduler.now() + 90_000);
  reopen(world);
  await verifyRinging(world);
  hangUpAll(world);
  // Unsent messages of closed pages are sent when the browser opens its next page.
  for (const [browser, user] of browsers) {
    const tab = world.open(user, browser);
    inTab(tab, 'open', () => {
      for (const roomId of [...roomIds, ...directRoomsOf(world, user.id)]) tab.join(roomId);
    });
  }
  await scheduler.runUntil(scheduler.now() + 30_000);
};

/** Runs one seed: some people, two rooms, and all that can go wrong; then checks every promise. */
export const simulate = async (options: WorldOptions): Promise<Outcome> => {
  const world = createWorld(options);
  const { scheduler, violations, ledger } = world;
  try {
    await setUp(world, options.seed);
    await trouble(world, options.seed);
    await rest(world);
    verifyReminded(world);
    await verifyViews(world);
    await verifyStore(world);
    await verifyDelivered(world, options.seed);
    await verifyProfiles(world);
    await verifyCalls(world);
    await verifyErased(world);
    verifyHands(world, options.seed);
    verifyLobby(world, options.seed);
    verifyPolls(world, options.seed);
    verifyQuestions(world, options.seed);
    await verifyApprovals(world, options.seed);
    await verifyScheduled(world, options.seed);
    await verifyOwnLists(world, options.seed);
    await verifyDrafts(world, options.seed);
    await verifyBlocks(world, options.seed);
    verifyOutboxes(world);
  } catch (error) {
    world.report(`the run failed: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    world.end();
  }
  const messages = ledger.rooms().reduce((sum, { created }) => sum + created.size, 0);
  return { violations, digest: scheduler.digest, steps: scheduler.steps, messages };
};
