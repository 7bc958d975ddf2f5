// How much a run of the tests does. `npm test` proves everything at least once, in ten minutes; `npm run test:long`
// also runs what other tests prove already. This is the only place that decides which of the two it is.
import { appendFileSync } from 'node:fs';

/** Whether everything runs: all seeds, all planted bugs, all rounds, every journey. */
export const isLong = process.env['TEST_LONG'] === '1';

const dayMs = 86_400_000;

/** Which part a short run takes of lists that take turns: another one each day, or that of `TEST_TURN`. */
export const turn = Number(process.env['TEST_TURN'] ?? Math.floor(Date.now() / dayMs));

/** Reports what a short run leaves to the long one. `npm test` prints it at its end. */
export const leaveOut = (what: string): void => {
  const path = process.env['TEST_LEFT_OUT'];
  if (path) appendFileSync(path, `${what}\n`);
};

/** Returns how many of something this run does. */
export const countOf = (what: string, counts: { short: number; long: number }): number => {
  if (isLong) return counts.long;
  leaveOut(`${what}: ${counts.short} of ${counts.long}`);
  return counts.short;
};

/** Returns the first `short` of a list in a short run, and all of it in a long one. */
export const firstOf = <T>(what: string, all: readonly T[], short: number): T[] =>
  all.slice(0, countOf(what, { short, long: all.length }));

/** Returns at most `short` of a list, others each day, so that every one has its turn; all of it in a long run. */
export const turnOf = <T>(what: string, all: readonly T[], short: number): T[] => {
  if (isLong) return [...all];
  const turns = Math.ceil(all.length / short);
  const now = turn % turns;
  const chosen = all.filter((_, index) => index % turns === now);
  leaveOut(`${what}: ${chosen.length} of ${all.length}, turn ${now + 1} of ${turns} (TEST_TURN=${turn})`);
  return chosen;
};

/**
 * Files that only the long run takes, each with what proves its subject in a short one. A file that is named on the
 * command line always runs.
 */
export const longFiles: Readonly<Record<string, string>> = {
  'test/e2e/bench.e2e.test.ts': '`npm run bench` itself',
  'test/e2e/calling-all.e2e.test.ts': 'packages/widget/test, packages/server/test/chat/group-calls.test.ts',
  'test/e2e/calls-button.e2e.test.ts': 'test/e2e/calls.e2e.test.ts',
  'test/e2e/calls-devices.e2e.test.ts': 'test/e2e/calls.e2e.test.ts',
  'test/e2e/calls-documents.e2e.test.ts': 'test/e2e/calls.e2e.test.ts',
  'test/e2e/calls-network.e2e.test.ts': 'test/e2e/calls-turn.e2e.test.ts',
  'test/e2e/calls-recording.e2e.test.ts': 'test/e2e/calls.e2e.test.ts',
  'test/e2e/direct.e2e.test.ts': 'test/e2e/rooms-list.e2e.test.ts',
  'test/e2e/erase.e2e.test.ts': 'packages/server/test/chat/erasure.test.ts',
  'test/e2e/gallery.e2e.test.ts': 'packages/widget/test/states.browser.test.ts',
  'test/e2e/group-calls-turn.e2e.test.ts': 'test/e2e/calls-turn.e2e.test.ts',
  'test/e2e/hostile-panels.e2e.test.ts': 'test/e2e/hostile.e2e.test.ts',
  'test/e2e/messenger-group-call.e2e.test.ts': 'test/e2e/group-calls.e2e.test.ts',
  'test/e2e/messenger-rings.e2e.test.ts': 'test/e2e/messenger.e2e.test.ts',
  'test/e2e/moderation-people.e2e.test.ts': 'test/e2e/visit-citas.e2e.test.ts',
  'test/e2e/moderation.e2e.test.ts': 'test/e2e/visit-citas.e2e.test.ts',
  'test/e2e/pins.e2e.test.ts': 'test/e2e/visit-citas.e2e.test.ts',
  'test/e2e/private.e2e.test.ts': 'test/e2e/visit-citas.e2e.test.ts',
  'test/e2e/receipts.e2e.test.ts': 'packages/widget/test/receipts.browser.test.ts',
  'test/e2e/search.e2e.test.ts': 'test/e2e/search-everywhere.e2e.test.ts',
  'test/e2e/slash.e2e.test.ts': 'test/e2e/visit-citas.e2e.test.ts',
  'test/e2e/systems-citas.e2e.test.ts': 'test/systems/citas.test.ts',
  'test/e2e/systems-live-events.e2e.test.ts': 'test/systems/live-events.test.ts',
  'test/e2e/systems-messenger.e2e.test.ts': 'test/systems/messenger.test.ts',
  'test/e2e/threads.e2e.test.ts': 'test/e2e/visit-citas.e2e.test.ts',
  'test/e2e/unread.e2e.test.ts': 'packages/client/test/unread.test.ts, packages/widget/test',
  'test/e2e/users.e2e.test.ts': 'packages/client/test/users.test.ts, packages/widget/test',
};
