import { encryptedPlantedBugs } from './encryption/planted-bugs.ts';
import type { Broken } from './world.ts';

/** A bug to be put in on purpose: between the parts, or into a source as it is loaded. The product's files never hold it. */
export interface PlantedBug {
  /** Path from the root, what stands there, and what is to stand there. */
  source?: readonly [path: string, from: string, to: string];
  between?: Broken;
  /** It is one of encrypted rooms, which have a simulation of their own. */
  encrypted?: true;
  /** The first seed that is tried, 1 by default: a rare bug begins nearer to one that shows it. */
  from?: number;
}

const server = (path: string): string => `packages/server/src/${path}`;
const client = (path: string): string => `packages/client/src/${path}`;

export const plantedBugs = {
  'a store that does not recognise a repeated id': {
    source: [
      server('storage/decide/messages.ts'),
      'if (stored !== null) return sameMessage',
      'if (stored === undefined) return sameMessage',
    ],
  },
  'acknowledged before it is durable': { between: { disk: 'answers-early' } },
  'acknowledged although the store has failed': { between: { disk: 'swallows-failures' } },
  'membership checked before the commit only': {
    source: [
      server('storage/decide/decide.ts'),
      'const effectiveRole = effectiveRoleIn(head.room, view.member(change.actor.id), change.actor);',
      "const effectiveRole = effectiveRoleIn(head.room, view.member(change.actor.id), change.actor) ?? { role: 'member' };",
    ],
  },
  'a resume that skips a revision': {
    source: [
      server('room/join-room.ts'),
      'cache.since(user.id, since.rev, head, limits.resumeChanges)',
      'cache.since(user.id, since.rev + 1, head, limits.resumeChanges)',
    ],
  },
  'a client that applies a revision out of order': {
    source: [
      client('room/room-state.ts'),
      "return event.rev === core.since.rev + 1 ? 'next' : 'missing';",
      "return 'next';",
    ],
    from: 30,
  },
  'an outbox that is forgotten on reload': {
    source: [client('outbox/adopt-outbox.ts'), 'return adopted;', 'return [];'],
  },
  'an outbox that sends two at a time': {
    source: [client('outbox/outbox.ts'), 'if (busy || closed', 'if (closed'],
    from: 180,
  },
  'a retry under a new id': {
    source: [
      client('outbox/outbox.ts'),
      'id: item.id,\n        ...content,',
      'id: item.tries > 0 ? options.newId() : item.id,\n        ...content,',
    ],
  },
  'a ring that is off by one': {
    source: [
      server('room/event-buffer.ts'),
      'events.slice(from + 1 - first.rev)',
      'events.slice(from + 2 - first.rev)',
    ],
  },
  'a membership that is remembered after it has changed': {
    source: [server('room/room-cache.ts'), 'if (userId !== undefined) members.delete(userId);', ''],
  },
  'a page in memory that misses an edit': {
    source: [
      server('room/room-cache.ts'),
      'message.id) messages[index] = message;',
      'message.id) return true;',
    ],
  },
  'a removed member who still receives events of the room': {
    source: [server('room/live-room.ts'), 'audience.expel(event.userId);', ''],
  },
  'unread messages that are my own': {
    source: [client('room/read-state.ts'), 'id !== self && !deletedAt', '!deletedAt'],
  },
  'a resume over a restored store': {
    source: [
      server('room/join-room.ts'),
      'since !== undefined && since.epoch === epoch && since.rev <= rev',
      'since !== undefined && since.rev <= rev',
    ],
    from: 60,
  },
  'an older revision that takes the place of a newer': {
    source: [
      client('messages/message-log.ts'),
      'return known.rev >= message.rev ? log',
      'return known === message ? log',
    ],
    from: 450,
  },
  'two commits of a room at once': {
    source: [server('room/commit-queue.ts'), 'running ??= run();', 'void run();'],
  },
  'a snapshot that counts messages newer than its read': {
    source: [server('room/join-room.ts'), 'epoch,\n    rev,\n', 'epoch,\n    rev: room.head.rev,\n'],
    from: 150,
  },
  'an outbox taken over from a page that is still open': {
    source: [client('outbox/adopt-outbox.ts'), '(await acquire(name, { ifAvailable: true }))', 'true'],
    from: 50,
  },
  'a slow reader who is not sent `missed`': {
    source: [
      server('room/room-broadcaster.ts'),
      'uninformed.add(connection)',
      'uninformed.delete(connection)',
    ],
    from: 50,
  },
  'acknowledged and dropped while overloaded': {
    source: [
      server('commands/dispatch.ts'),
      '    gate(connection, name);\n',
      `    try {
      gate(connection, name);
    } catch (error) {
      if (name !== 'message:send') throw error;
      return reply({ ...raw, seq: 1, rev: 1, author: connection.user, mentions: [], reactions: [], attachments: [] });
    }
`,
    ],
  },
  'a transient error that is taken as final': {
    source: [
      'packages/protocol/src/error.ts',
      "  'overloaded',\n  'rate_limited',\n  'storage_full',",
      "  'rate_limited',\n  'storage_full',",
    ],
  },
  'new members that are announced to nobody': {
    source: [server('room/audience.ts'), 'unconfirmed: true', 'unconfirmed: false'],
  },
  'a resume that shows private messages to all': {
    source: [
      server('room/room-cache.ts'),
      'since.messages.every((message) => isFor(message, userId))',
      'since.messages.every(() => true)',
    ],
  },
  'events that show private messages to all': {
    source: [server('room/room-broadcaster.ts'), 'events.map(withoutPrivate)', 'events'],
  },
  'a private message to a banned user': {
    source: [
      server('storage/decide/private.ts'),
      'return effectiveRoleIn(room, member, { id: userId, name: userId }) !== null;',
      'return true;',
    ],
  },
  'a resume that forgets what was pinned meanwhile': {
    source: [client('room/extra-messages.ts'), 'messages.reduce(updatePins, parts.pins)', 'parts.pins'],
    from: 40,
  },
  'a deletion that leaves its message pinned': {
    source: [server('storage/decide/deletions.ts'), 'pinnedAt: _pinned,', ''],
  },
  'a reaction that counts again when it is sent again': {
    source: [
      server('storage/decide/reactions.ts'),
      'if (reaction.by.includes(userId)) return true;',
      'if (reaction.by.includes(userId)) return false;',
    ],
    from: 70,
  },
  'a thread that a resume does not bring up to date': {
    source: [
      client('room/extra-messages.ts'),
      'messages.reduce(putInThread, parts.threads)',
      'parts.threads',
    ],
    from: 90,
  },
  'a mention that stays unread after it was read': {
    source: [client('room/read-state.ts'), 'core.mentions.filter((each) => each > seq)', 'core.mentions'],
  },
  'an invitation that opens the room before it is accepted': {
    source: [
      server('storage/decide/effective-role.ts'),
      "if (member?.state === 'joined') return { role",
      "if (member?.state === 'joined' || member?.state === 'invited') return { role",
    ],
  },
  'an invitation that is accepted after it has gone': {
    source: [
      server('storage/decide/invitations.ts'),
      "if (stored?.state !== 'invited') return refuse",
      "if (stored === null || stored.state === 'banned') return refuse",
    ],
  },
  'an invite link that admits one user too many': {
    source: [
      server('storage/decide/invitations.ts'),
      'maxUses === undefined || uses < maxUses',
      'maxUses === undefined || uses <= maxUses',
    ],
  },
  'an invite link whose revocation is forgotten': {
    source: [
      server('storage/decide/invitations.ts'),
      'return writeLinks(context.head, remaining);',
      'return writeLinks(context.head, links);',
    ],
    from: 40,
  },
  'a profile change that is acknowledged but not stored': {
    source: [
      server('users/profiles.ts'),
      'await store.change(userId, decide(stored))',
      'await store.change(userId, decide(stored)).catch(() => ({ ...stored, ...decide({}) }))',
    ],
    from: 70,
  },
  'a commit that is published before earlier ones of other nodes': {
    source: [
      server('room/live-room.ts'),
      'if (first.rev === head.rev + 1) broadcast(events);',
      'broadcast(events);',
    ],
  },
  'a lost last hint without a later comparison': {
    source: [server('cluster/head-polling.ts'), 'if (!isLevel) void room.look();', ''],
  },
  'a member removed on another node who still receives events': {
    source: [
      server('room/catch-up-events.ts'),
      "  if (state === 'joined')\n    return {",
      "  if (state !== 'invited')\n    return {",
    ],
  },
  'an event during a read of the store that is published twice': {
    source: [
      server('room/room-replicator.ts'),
      'deps.onEvents(eventsSince(changes, head(), own), own)',
      'deps.onEvents(eventsSince(changes, before, own), own)',
    ],
    from: 400,
  },
  'a call that ends twice': {
    source: [
      server('storage/decide/calls.ts'),
      "if (call.state === 'ended') return { kind: 'known', event: callUpdatedEvent(message, actor.id) };",
      '',
    ],
  },
  'a call that rings for ever': {
    source: [
      server('calls/call-transitions.ts'),
      'setTimeout(() => look(call), timerMs)',
      "setTimeout(() => call.line.state === 'active' && look(call), timerMs)",
    ],
  },
  'a signal that returns to its sender': {
    source: [
      server('calls/call-seats.ts'),
      'place === call.caller ? call.callee : call.caller;',
      'place === call.caller ? call.caller : call.callee;',
    ],
    from: 70,
  },
  'a resume that keeps pruned messages': {
    source: [
      client('room/room-state.ts'),
      'return snapshot.keptSince === undefined ? listed : withoutExpired(listed, snapshot.keptSince);',
      'return listed;',
    ],
    from: 145,
  },
  'a mention that is kept longer than its message': {
    source: [
      client('room/room-state.ts'),
      'seq < log.from || log.items.some((each) => each.seq === seq)',
      'seq > 0',
    ],
  },
  'messages pruned on another node that stay on this one': {
    source: [
      server('jobs/retention-job.ts'),
      'const isNews = live ? await isNewTo(live) : count > 0;',
      'const isNews = count > 0;',
    ],
  },
  'an erased user whose change is taken': {
    source: [
      server('storage/decide/decide.ts'),
      'if (view.isErased(change.actor.id))',
      "if (view.isErased('nobody'))",
    ],
  },
  'an erased user who is made a member again': {
    source: [server('storage/decide/decide.ts'), 'if (isOfErased(view, change)) return noUser();', ''],
  },
  'an erased user who joins during the erasure': {
    source: [server('room/room-access.ts'), 'if (isNew && (await room', 'if (!mark && (await room'],
    from: 4_160,
  },
  'an erasure that other nodes may miss': {
    source: [
      server('erasure/user-erasure.ts'),
      'if (bus.isOpen && now() - erasure.at < everyNodeLooksMs) return;',
      '',
    ],
    from: 620,
  },
  'a profile that other nodes never read again': {
    source: [
      server('users/profiles.ts'),
      'others && others.now() >= ',
      'others && others.now() < 0 && 0 >= ',
    ],
  },
  'a reminder that outlives its start': {
    source: [
      server('storage/decide/rooms.ts'),
      'reminded && !isMoved && { reminded }',
      'reminded && { reminded }',
    ],
    from: 40,
  },
  'a reminder that every node sends': {
    source: [
      server('storage/decide/reminders.ts'),
      'if (!isReminderDue(head.room, change)) return',
      'if (head.rev < 0) return',
    ],
  },
  'a future start that is never checked': {
    source: [server('jobs/reminders.ts'), 'before: at + longest + 1,', 'before: at + 1,'],
  },
  'a raised hand that members are not told about': {
    source: [
      server('live/hands.ts'),
      "if (sent !== entry.sent) room.broadcast({ type: 'hand:changed', roomId, hands });",
      '',
    ],
    from: 6,
  },
  'a list of hands in a response that no event follows': {
    source: [
      server('live/hands.ts'),
      'if (entry && JSON.stringify(hands) !== entry.sent) {',
      "if (entry && entry.sent === 'never') {",
    ],
    from: 4_110,
  },
  'a lobby that lets visitors stay': {
    source: [server('room/live-room.ts'), 'closes ? audience.pause([...audience.listeners()]) : []', '[]'],
    from: 7,
  },
  'a lobby that anybody can pass': {
    source: [
      server('storage/decide/effective-role.ts'),
      "if (room.lobby && member?.state !== 'invited') return null;",
      '',
    ],
    from: 7,
  },
  'a declined user who is admitted': {
    source: [
      server('storage/decide/live/lobby.ts'),
      "knockOf(record).state === 'waiting' ? record : null",
      'knockOf(record) ? record : null',
    ],
    from: 100,
  },
  'a vote that is counted again when it changes': {
    source: [
      server('storage/decide/polls/polls.ts'),
      'for (const id of before) votes[id] = (votes[id] ?? 0) - 1;',
      '',
    ],
    from: 4,
  },
  'a vote for a question that is counted again': {
    source: [
      server('storage/decide/questions/questions.ts'),
      'if ((view.record(upvoteKind, key) !== null) === upvoted) return unchanged(head);',
      '',
    ],
    from: 1,
  },
  'a question that is answered and stays in the list': {
    source: ['packages/client/src/features/live/questions.ts', 'question.state === state &&', ''],
    from: 1,
  },
  'a question that is dismissed and stays on stage': {
    source: [
      server('storage/decide/live/spotlight.ts'),
      "question.id === id && question.state === 'dismissed'",
      'false',
    ],
    from: 30,
  },
  'a closed poll that still takes votes': {
    source: [
      server('storage/decide/polls/polls.ts'),
      'if (tally === null || isClosed(poll, at)) return pollClosed();',
      'if (tally === null) return pollClosed();',
    ],
    from: 4,
  },
  'a message that is published although it has to wait': {
    source: [
      server('storage/decide/messages.ts'),
      '(needsApproval(context, change, to) ? hold(context, change) : created)',
      'created',
    ],
    from: 7,
  },
  'an approved message that stays in the queue': {
    source: [
      server('storage/decide/approval.ts'),
      'records: [...removed(view, found), ...trusted]',
      'records: trusted',
    ],
    from: 7,
  },
  'an approved message that is attributed to the moderator': {
    source: [
      server('storage/decide/approval.ts'),
      'create(draft, author);',
      'create(draft, change.actor as User);',
    ],
    from: 30,
  },
  'a message that waits and is gone with its author, which moderators still see': {
    source: [
      server('erasure/user-erasure.ts'),
      'publishApproval(deps, room, { roomId: room.id, messageId, userId });',
      '',
    ],
    from: 1_120,
  },
  'an ended room that still accepts messages': {
    source: [
      'packages/protocol/src/rights.ts',
      "role !== 'admin' && !outlasting.has(right)) return 'room_ended'",
      "role === 'guest') return 'room_ended'",
    ],
    from: 200,
  },
  'a delivery receipt that is published but not stored': {
    source: [server('room/delivery-receipts.ts'), 'await write(delivered)', 'await write([])'],
  },
  'an undone deletion of a reply that its thread does not count': {
    source: [
      server('storage/decide/restore.ts'),
      'const also = withRestoredReply(view, message, rev + 1, actor.id);',
      'const also = undefined as ReturnType<typeof withRestoredReply>;',
    ],
  },
  'an undone deletion that leaves out the reactions': {
    source: [
      server('storage/decide/restore.ts'),
      'reactions: reactors.flatMap(toReaction),',
      'reactions: [],',
    ],
    from: 40,
  },
  'a scheduled message that is given up when it cannot be sent at once': {
    source: [
      server('jobs/scheduled-messages.ts'),
      'if (isTransient(code) && !isOver) return',
      'if (code === undefined) return',
    ],
    from: 140,
  },
  'a scheduled message that stays in the list': {
    source: [
      server('storage/decide/personal/scheduled.ts'),
      "if (scheduled === undefined || sent.kind === 'refuse') return sent;",
      'if (sent.kind) return sent;',
    ],
    from: 8,
  },
  'a scheduled message that is sent although it has changed': {
    source: [
      server('storage/decide/personal/scheduled.ts'),
      'return found?.body.version === scheduled && (found.dueAt ?? Infinity) <= at ? null : notScheduled();',
      'return null;',
    ],
    from: 8,
  },
  'a saved message that other devices are not told of': {
    source: [
      server('features/personal/saved.ts'),
      "context.personal.onChanged('saved', room.id, context.user.id, messageId, record.body && record);",
      'void record;',
    ],
    from: 50,
  },
  'a reminder of a message that comes again': {
    source: [
      server('storage/decide/personal/message-reminders.ts'),
      '{ kind: dueReminderKind, key: due.key, body: null },',
      '',
    ],
    from: 2,
  },
  'a draft that outlives its message': {
    source: [
      server('storage/decide/personal/drafts.ts'),
      'return { ...sent, records: [...(sent.records ?? []), record] };',
      'return sent;',
    ],
    from: 5,
  },
  'a blocked user who still writes': {
    source: [
      server('users/blocked-users.ts'),
      'if (await hasBlocked(profiles, userId, user.id))',
      'if (userId === user.id)',
    ],
    from: 3,
  },
  'a block that a node hears of and does not apply in time': {
    source: [
      server('users/profiles.ts'),
      'until: others ? others.now() + sharedForMs : 0',
      'until: others ? others.now() + 20 * sharedForMs : 0',
    ],
    from: 1_490,
  },
  'unread messages of a blocked user': {
    source: [client('room/read-state.ts'), '!deletedAt && !blocked.includes(id)', '!deletedAt'],
    from: 3,
  },
  'an event that is lost while a room is closed to visitors': {
    source: [server('room/live-room.ts'), 'if (closing > 0) return;\n    const diff', 'const diff'],
    from: 1_100,
  },
  ...encryptedPlantedBugs,
} satisfies Record<string, PlantedBug>;

export type PlantedName = keyof typeof plantedBugs;

/** Puts a bug into a source text; throws when the place for it is not there. */
export const plantInto = (bug: PlantedBug, path: string, text: string): string => {
  if (bug.source?.[0] !== path) return text;
  const [, from, to] = bug.source;
  const times = text.split(from).length - 1;
  if (times !== 1) throw new Error(`${path} holds ${times} times: ${from}`);
  return text.replace(from, () => to);
};
