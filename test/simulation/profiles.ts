import { ChatError } from '@chat/protocol';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

/** A profile text that a user set, and its outcome. */
interface Telling {
  text: string;
  from: number;
  /** When it was answered; undefined: it was not, or refused. */
  until?: number;
}

const tellings = new WeakMap<World, Map<string, Telling[]>>();
const toldBy = (world: World, userId: string): Telling[] => {
  const all = tellings.get(world) ?? new Map<string, Telling[]>();
  tellings.set(world, all);
  const own = all.get(userId) ?? [];
  all.set(userId, own);
  return own;
};

/** Somebody says something of themselves, from any of their pages. */
export const tellOfOneself = (world: World, tab: Tab): void => {
  const own = toldBy(world, tab.user.id);
  const telling: Telling = { text: `${tab.user.id} ${own.length}`, from: world.scheduler.now() };
  own.push(telling);
  tab.client.users.update({ about: telling.text }).then(
    () => void (telling.until = world.scheduler.now()),
    () => undefined,
  );
};

/** The stored text was set and not replaced later; all users see the stored one. */
export const verifyProfiles = async (world: World): Promise<void> => {
  const { disk, report, scheduler, inTab } = world;
  const isErased = (id: string): boolean => world.ledger.erased.has(id);
  const people = world.people.filter(({ id }) => !isErased(id));
  const kept = new Map<string, string | undefined>();
  for (const { id } of people) kept.set(id, (await disk.truth.profiles.get(id)).about);
  for (const { id } of people) {
    const own = toldBy(world, id);
    const about = kept.get(id);
    const found = own.find(({ text }) => text === about);
    if (about !== undefined && !found) report(`profiles: of ${id} '${about}' is kept, which was never said`);
    // An unacknowledged change may be applied later; a backup may lack it.
    if (disk.restored || own.length === 0 || own.some(({ until }) => until === undefined)) continue;
    const last = own.filter(({ until = 0 }) => own.every(({ from }) => from <= until));
    if (!found || !last.includes(found)) report(`profiles: of ${id} '${about}' is kept, and was put aside`);
  }
  const tabs = world.tabs().filter(({ user }) => !isErased(user.id));
  const lookers = new Map(tabs.map((tab) => [tab.user.id, tab]));
  for (const tab of lookers.values())
    for (const { id } of people)
      inTab(tab, 'look up', () => {
        tab.client.users.get(id).then(
          ({ about }) => {
            if (about !== kept.get(id))
              report(`profiles: ${tab.user.id} is told '${about}' of ${id}, not '${kept.get(id)}'`);
          },
          (error: unknown) => {
            if (!(error instanceof ChatError && error.code === 'not_found'))
              report(`profiles: ${String(error)}`);
          },
        );
      });
  await scheduler.runUntil(scheduler.now() + 4_000);
};
