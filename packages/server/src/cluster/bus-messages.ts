import { fields, parseField } from '@chat/protocol';
import { callReaders } from './call-notes.ts';
import { passingReaders } from './passing-notes.ts';

/** What was said, before anybody has looked at it. */
export type Given = Readonly<Record<string, unknown>>;

/**
 * What nodes say to each other, by kind: each kind with how it is read from what the bus brought, which anybody may have said
 * who reaches the bus. A reader answers fresh objects of what it has checked and nothing else, and throws on what is wrong.
 * What lasts is never taken from a note: the note says where to look, and the store says what there is.
 *
 * To add a kind, add its reader here; `Notes` and the bus know it then. Nodes of other versions ignore kinds they do not know.
 */
export const noteReaders = {
  /** A room is at `rev` in its life `epoch`. `users`: whose lists of rooms it may have come into, or gone from. */
  changed: ({ roomId, epoch, rev, users }: Given) => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    epoch: parseField(fields.id, epoch, 'epoch'),
    rev: parseField(fields.position, rev, 'rev'),
    ...(users === undefined ? {} : { users: idsIn(users, 'users') }),
  }),
  /** The store has what a node says of who is there, up to this version. */
  present: ({ nodeId, version }: Given) => ({
    nodeId: parseField(fields.id, nodeId, 'nodeId'),
    version: parseField(fields.position, version, 'version'),
  }),
  /** Somebody is shown otherwise, or says something else of themselves. */
  profile: ({ userId }: Given) => ({ userId: parseField(fields.id, userId, 'userId') }),
  ...passingReaders,
  ...callReaders,
};

/** At most so many ids stand in one list of a note. */
export const mostIds = 500;

export const idsIn = (given: unknown, field: string): string[] => {
  if (!Array.isArray(given) || given.length > mostIds)
    throw new TypeError(`${field} must be at most ${mostIds} ids`);
  return given.map((each) => parseField(fields.id, each, field));
};

export type NoteKind = keyof typeof noteReaders;
/** What a note of each kind says. */
export type Notes = { [K in NoteKind]: ReturnType<(typeof noteReaders)[K]> };
