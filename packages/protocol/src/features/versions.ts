import * as v from 'valibot';
import { command } from '../command.ts';
import { id, messageId } from '../fields.ts';
import { schemaOf } from '../outputs.ts';

/** The text of a message before an edit. */
export interface MessageVersion {
  /** The room's revision of the edit that replaced it. */
  rev: number;
  text: string;
  /** When the message got this text, ms since the epoch. */
  at: number;
}

const messageVersionSchema = schemaOf<MessageVersion>()(
  v.object({ rev: v.number(), text: v.string(), at: v.number() }),
);

/** Most versions of one message; the oldest are dropped first. */
export const maxVersions = 20;

export const versionCommands = {
  'message:versions': command<{ versions: MessageVersion[] }>()({
    http: 'GET /rooms/:roomId/messages/:messageId/versions',
    summary: 'List the texts of a message before its edits, newest first (its author and moderators)',
    input: v.strictObject({ roomId: id, messageId }),
    output: v.object({ versions: v.array(messageVersionSchema) }),
  }),
};
