/**
 * Test files that only the long run takes, each with what proves its subject in a short one. A file that is named on the
 * command line always runs.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const longFiles = {
  'test/release.test.ts': 'test/pack.test.ts',
  'packages/server/test/cli/backup-kills.test.ts': 'packages/server/test/cli/backup-state.test.ts',
  'test/operations/monitoring.test.ts': 'packages/server/test/chat/metrics.test.ts',
  'test/e2e/bench.e2e.test.ts': '`npm run bench` itself',
  'test/e2e/calling-all.e2e.test.ts': 'packages/widget/test, packages/server/test/chat/group-calls.test.ts',
  'test/e2e/calls-alone.e2e.test.ts': 'test/e2e/calls.e2e.test.ts',
  'test/e2e/calls-button.e2e.test.ts': 'test/e2e/calls.e2e.test.ts',
  'test/e2e/calls-devices.e2e.test.ts': 'test/e2e/calls.e2e.test.ts',
  'test/e2e/calls-documents.e2e.test.ts': 'test/e2e/calls.e2e.test.ts',
  'test/e2e/calls-network.e2e.test.ts': 'test/e2e/calls-turn.e2e.test.ts',
  'test/e2e/calls-recording.e2e.test.ts': 'test/e2e/calls.e2e.test.ts',
  'test/e2e/citas-documents.e2e.test.ts': 'test/e2e/portal-room.e2e.test.ts, test/systems/citas-api.test.ts',
  'test/e2e/direct.e2e.test.ts': 'test/e2e/rooms-list.e2e.test.ts',
  'test/e2e/encryption.e2e.test.ts':
    'packages/client/test/encryption, packages/widget/test/encryption.browser.test.ts',
  'test/e2e/citas-confidential.e2e.test.ts':
    'test/systems/citas-api.test.ts, packages/client/test/encryption/encrypted-calls.test.ts',
  'test/e2e/encryption-calls.e2e.test.ts': 'packages/client/test/encryption/encrypted-calls.test.ts',
  'test/e2e/encryption-devices.e2e.test.ts':
    'packages/client/test/encryption, packages/widget/test/encryption-account.browser.test.ts',
  'test/starters/starters.e2e.test.ts':
    'test/pack.test.ts, test/docs.test.ts, test/e2e/standalone.e2e.test.ts',
  'test/e2e/docs-site.e2e.test.ts': 'test/docs-site.test.ts',
  'test/e2e/encrypted-files.e2e.test.ts':
    'packages/client/test/encryption, packages/widget/test/encrypted-files.browser.test.ts',
  'test/e2e/erase.e2e.test.ts': 'packages/server/test/chat/erasure.test.ts',
  'test/e2e/gallery.e2e.test.ts': 'packages/widget/test/states.browser.test.ts',
  'test/e2e/group-calls-controls.e2e.test.ts': 'test/e2e/group-calls.e2e.test.ts',
  'test/e2e/group-calls-recording.e2e.test.ts':
    'packages/server/test/chat/group-call-states.test.ts, packages/widget/test/group-calls.browser.test.ts',
  'test/e2e/group-calls-turn.e2e.test.ts': 'test/e2e/calls-turn.e2e.test.ts',
  'test/e2e/hostile-panels.e2e.test.ts': 'test/e2e/hostile.e2e.test.ts',
  'test/e2e/live-events-schedule.e2e.test.ts': 'test/systems/live-events-schedule.test.ts',
  'test/e2e/meetings-plan.e2e.test.ts': 'test/systems/meetings-schedule.test.ts',
  'test/e2e/messenger-group-call.e2e.test.ts': 'test/e2e/group-calls.e2e.test.ts',
  'test/e2e/messenger-rings.e2e.test.ts': 'test/e2e/messenger.e2e.test.ts',
  'test/e2e/moderation-people.e2e.test.ts': 'test/e2e/visit-citas.e2e.test.ts',
  'test/e2e/moderation.e2e.test.ts': 'test/e2e/visit-citas.e2e.test.ts',
  'test/e2e/known-room.e2e.test.ts': 'packages/client/test/recent-messages.test.ts',
  'test/e2e/other-browsers.e2e.test.ts': 'the same journeys in Chromium, test/e2e',
  'test/e2e/pins.e2e.test.ts': 'test/e2e/visit-citas.e2e.test.ts',
  'test/e2e/portal-outage.e2e.test.ts':
    'test/faults/bad-network.e2e.test.ts, test/faults/kill-rounds.e2e.test.ts',
  'test/e2e/private.e2e.test.ts': 'test/e2e/visit-citas.e2e.test.ts',
  'test/e2e/recipes.e2e.test.ts': 'test/recipes.test.ts',
  'test/e2e/receipts.e2e.test.ts': 'packages/widget/test/receipts.browser.test.ts',
  'test/e2e/rooms-app-accounts.e2e.test.ts': 'test/systems/rooms-accounts.test.ts',
  'test/e2e/search.e2e.test.ts': 'test/e2e/search-everywhere.e2e.test.ts',
  'test/e2e/slash.e2e.test.ts': 'test/e2e/visit-citas.e2e.test.ts',
  'test/e2e/systems-citas.e2e.test.ts': 'test/systems/citas.test.ts',
  'test/e2e/systems-live-events.e2e.test.ts': 'test/systems/live-events.test.ts',
  'test/e2e/systems-meetings.e2e.test.ts': 'test/systems/meetings.test.ts',
  'test/e2e/systems-messenger.e2e.test.ts': 'test/systems/messenger.test.ts',
  'test/e2e/systems-rooms.e2e.test.ts': 'test/systems/rooms.test.ts',
  'test/e2e/threads.e2e.test.ts': 'test/e2e/visit-citas.e2e.test.ts',
  'test/e2e/together.e2e.test.ts': 'test/e2e/visit-citas.e2e.test.ts, packages/widget/test',
  'test/e2e/unread.e2e.test.ts': 'packages/client/test/unread.test.ts, packages/widget/test',
  'test/e2e/users.e2e.test.ts': 'packages/client/test/users.test.ts, packages/widget/test',
};

/**
 * Test files that take turns: a short run takes one of each list, and the next day the next one. Those of a list start the same
 * programs and prove promises that other tests prove as well.
 */
const turns = [
  [
    'test/e2e/calls.e2e.test.ts',
    'test/e2e/group-calls.e2e.test.ts',
    'test/e2e/calls-phone.e2e.test.ts',
    'test/e2e/calls-turn.e2e.test.ts',
  ],
  [
    'test/e2e/voice.e2e.test.ts',
    'test/e2e/invite-links.e2e.test.ts',
    'test/e2e/keyboard-journeys.e2e.test.ts',
  ],
  ['test/e2e/portal-look.e2e.test.ts', 'test/e2e/sign-in.e2e.test.ts', 'test/e2e/tabs.e2e.test.ts'],
  ['test/e2e/as-shipped.e2e.test.ts', 'test/e2e/front-ends.e2e.test.ts', 'test/e2e/script-tag.e2e.test.ts'],
  ['test/e2e/rooms-list.e2e.test.ts', 'test/e2e/files.e2e.test.ts'],
  ['test/e2e/layout-shift.e2e.test.ts', 'test/e2e/lazy-parts.e2e.test.ts'],
  ['test/e2e/messenger.e2e.test.ts', 'test/e2e/rooms-app.e2e.test.ts', 'test/e2e/portal-room.e2e.test.ts'],
  [
    'test/e2e/replay.e2e.test.ts',
    'test/e2e/live-events-replay.e2e.test.ts',
    'test/e2e/live-events-crowd.e2e.test.ts',
  ],
  [
    'test/e2e/standalone.e2e.test.ts',
    'test/pack.test.ts',
    'packages/server/test/cli/verify.test.ts',
    'test/packages.test.ts',
  ],
  ['packages/server/test/storage/postgres.test.ts', 'packages/server/test/storage/mongodb.test.ts'],
  [
    'test/faults/polls.e2e.test.ts',
    'test/faults/questions.e2e.test.ts',
    'test/faults/scheduled.e2e.test.ts',
    'test/faults/email.e2e.test.ts',
    'test/faults/invite-links.e2e.test.ts',
    'test/faults/attendance.e2e.test.ts',
  ],
  ['test/faults/bad-network.e2e.test.ts', 'test/faults/stalls.e2e.test.ts', 'test/e2e/shutdown.e2e.test.ts'],
  [
    'test/faults/hostile-input.e2e.test.ts',
    'test/faults/hostile-conversations.e2e.test.ts',
    'test/faults/hostile-frames.e2e.test.ts',
  ],
  [
    'packages/server/test/cli/backup.test.ts',
    'packages/server/test/cli/backup-state.test.ts',
    'test/operations/backup.test.ts',
  ],
  [
    'packages/server/test/personal/email-nodes.test.ts',
    'packages/server/test/webhooks/webhook-nodes.test.ts',
    'packages/server/test/nodes/group-calls.test.ts',
  ],
];

/**
 * Returns the files whose turn it is not.
 *
 * @param {number} turn
 */
export const waitingFiles = (turn) => turns.flatMap((files) => files.toSpliced(turn % files.length, 1));
