import * as v from 'valibot';
import { command } from './command.ts';
import { id, messageId } from './fields.ts';

/** What a message said before an edit. */
export interface MessageVersion {
  /** The room's revision of the edit that replaced it. */
  rev: number;
  text: string;
  /** From when it said so, ms since the epoch. */
  at: number;
}

/** So many are kept of one message; the oldest give way. */
export const versionsKept = 20;

export const versionCommands = {
  'message:versions': command<{ versions: MessageVersion[] }>()({
    http: 'GET /rooms/:roomId/messages/:messageId/versions',
    summary: 'What a message said before its edits, the newest first (its author and moderators)',
    input: v.strictObject({ roomId: id, messageId }),
  }),
};
