import { readFileSync } from 'node:fs';
import { runCase, storageContract } from '@chat/server/testing';
import { describe, expect, test } from 'vitest';
import { isLong, leaveOut } from '../../../../test/run-size.ts';
import { andMore, reopenable, type Broken } from './break-storage.ts';
import { brokenRecords } from './broken-records.ts';
import { brokenReminders } from './broken-reminders.ts';
import { brokenCalls } from './broken-calls.ts';
import { brokenChanges } from './broken-changes.ts';
import { brokenCommits } from './broken-commits.ts';
import { brokenDirectories } from './broken-directories.ts';
import { brokenErasures } from './broken-erasures.ts';
import { brokenFiles } from './broken-files.ts';
import { brokenReadMarkers } from './broken-read-markers.ts';
import { brokenMentions } from './broken-mentions.ts';
import { brokenModeration } from './broken-moderation.ts';
import { brokenNotifications } from './broken-notifications.ts';
import { brokenPages } from './broken-pages.ts';
import { brokenImports } from './broken-imports.ts';
import { brokenInviteLinks } from './broken-invite-links.ts';
import { brokenPins } from './broken-pins.ts';
import { brokenPresence } from './broken-presence.ts';
import { brokenProfiles } from './broken-profiles.ts';
import { brokenPrivate } from './broken-private.ts';
import { brokenReactions } from './broken-reactions.ts';
import { brokenReceipts } from './broken-receipts.ts';
import { brokenSearch } from './broken-search.ts';
import { brokenRestores } from './broken-restores.ts';
import { brokenThreads } from './broken-threads.ts';
import { brokenVersions } from './broken-versions.ts';

const brokenStorages = [
  ...brokenCommits,
  ...brokenPages,
  ...brokenChanges,
  ...brokenModeration,
  ...brokenReactions,
  ...brokenPins,
  ...brokenInviteLinks,
  ...brokenCalls,
  ...brokenRecords,
  ...brokenReminders,
  ...brokenThreads,
  ...brokenVersions,
  ...brokenRestores,
  ...brokenImports,
  ...brokenReadMarkers,
  ...brokenReceipts,
  ...brokenMentions,
  ...brokenPrivate,
  ...brokenSearch,
  ...brokenDirectories,
  ...brokenFiles,
  ...brokenNotifications,
  ...brokenErasures,
  ...brokenProfiles,
  ...brokenPresence,
];

const casesThatFail = async (
  broken: Pick<Broken, 'damage' | 'lose'>,
  cases = storageContract,
): Promise<string[]> => {
  const { make, reopen } = reopenable(broken);
  const failed: string[] = [];
  for (const contractCase of cases) {
    try {
      await runCase(contractCase, make, reopen);
    } catch {
      failed.push(contractCase.title);
    }
  }
  return failed.toSorted();
};

if (!isLong)
  leaveOut('broken stores: each against the cases that must fail, not against those that must pass');

describe('the contract kit', () => {
  test('passes for the storage that the broken ones are based on', async () => {
    expect(await casesThatFail({ damage: () => ({}) })).toEqual([]);
  });

  test.each(brokenStorages)('detects a storage that $name', async ({ found, ...broken }) => {
    const expected = found.filter((title) => title !== andMore);
    expect(expected).not.toEqual([]);
    // A short run leaves out the cases that must pass.
    const cases = storageContract.filter(({ title }) => isLong || found.includes(title));
    const failed = await casesThatFail(broken, cases);
    const more = failed.filter((title) => !expected.includes(title));
    expect(failed).toEqual([...expected, ...(isLong && found.includes(andMore) ? more : [])].toSorted());
    expect(more.length > 0).toBe(isLong && found.includes(andMore));
  });

  test('has a broken storage for every case', () => {
    const proven = new Set(brokenStorages.flatMap(({ found }) => found));
    const titles = storageContract.map(({ title }) => title);
    expect(titles.filter((title) => !proven.has(title))).toEqual([]);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe('the sentences of the contract', () => {
  /** Sentences that no case can test on a storage alone. */
  const unproven = [
    // Descriptions.
    /^Stores everything durable/,
    /^The kit in `@chat/,
    /^Messages, reactions, members, read markers and the two counters/,
    /^They are one store because/,
    /^A directory of rooms/,
    /^Small values that the server stores for itself/,
    /^Records of uploaded files/,
    /^The part of the timeline that finds and erases/,
    /^The users present on each of several nodes/,
    /^Ephemeral: it need not outlive/,
    // Addressed to the code that creates ids and folders.
    /^File ids ascend with time/,
    /^The folder for the bytes of files/,
    /^Null: nothing here outlives/,
    /^Absent: this storage/,
    /^Other processes may write to the same store/,
    // Need a full or damaged disk, as in sqlite-failures.test.ts.
    /^Any method may reject with/,
    /^Any other rejection is a fault/,
    /^An error with `away: true` means/,
    // Needs a clock; sqlite-queries.test.ts checks for indexes instead.
    /^The cost does not grow with depth/,
  ];

  const source = [
    'storage',
    'erasure-store',
    'file-record-store',
    'notification-store',
    'presence-store',
    'profile-store',
    'room-store',
    'user-store',
  ]
    .map((name) => readFileSync(new URL(`../../src/storage/contract/${name}.ts`, import.meta.url), 'utf8'))
    .join('\n');
  const stores = source.matchAll(
    /(?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*export )?interface (\w+(?:Store|Storage))(?: extends \w+)? \{[\s\S]*?\n\}/g,
  );
  const comments = [...stores].flatMap(([text]) => [...text.matchAll(/\/\*\*([\s\S]*?)\*\//g)]);
  const texts = comments.map(([, text = '']) =>
    text
      .replace(/^\s*\* ?/gm, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );

  test('are quoted by the cases', () => {
    const quotes = storageContract.map(({ sentence }) => sentence);
    expect(quotes.filter((quote) => !texts.some((text) => text.includes(quote)))).toEqual([]);
  });

  test('each have a case', () => {
    // Longest first, since one sentence may be the beginning of another.
    const quoted = storageContract.map(({ sentence }) => sentence).toSorted((a, b) => b.length - a.length);
    const left = texts.map((text) => quoted.reduce((rest, sentence) => rest.replace(sentence, ''), text));
    const sentences = left.flatMap((text) => text.split(/(?<=\.) (?=[A-Z`])/)).map((text) => text.trim());
    expect(sentences.filter((text) => text !== '' && !unproven.some((reason) => reason.test(text)))).toEqual(
      [],
    );
  });
});
