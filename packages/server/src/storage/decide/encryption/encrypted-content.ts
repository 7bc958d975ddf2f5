import type { EncryptedContent, Room } from '@chat/protocol';
import type { Change } from '../../contract/change.ts';
import { refuse, type Decision } from '../decision.ts';

/** What a message says, in an encrypted room or in another one. */
interface Content {
  text: string;
  location?: unknown;
  data?: unknown;
  to?: unknown;
  poll?: unknown;
  forward?: unknown;
  encrypted?: EncryptedContent | undefined;
}

const plainFields = ['location', 'data', 'to', 'poll', 'forward'] as const;

/**
 * Returns the reason why a room cannot take this content, or null: an encrypted room takes nothing that the server
 * could read, and nothing that is encrypted for an epoch that has ended or has to end.
 */
export const refuseReadable = ({ encryption, mlsGroup }: Room, content: Content): Decision | null => {
  const { encrypted, text } = content;
  if (encryption === undefined)
    return encrypted === undefined
      ? null
      : refuse('conflict', 'this room is not encrypted', { reason: 'not_encrypted', field: 'encrypted' });
  const readable = text === '' ? plainFields.find((field) => content[field] !== undefined) : 'text';
  if (readable !== undefined || encrypted === undefined)
    return refuse('conflict', 'this room takes encrypted messages only', {
      reason: 'encrypted_room',
      field: readable ?? 'encrypted',
    });
  if (mlsGroup === undefined || mlsGroup.isStale || encrypted.epoch !== mlsGroup.epoch)
    return refuse('conflict', 'encrypt the message again, in the epoch of the room', {
      reason: 'epoch_stale',
    });
  return null;
};

/** Changes that store a text for a later message. Rights refuse others, such as polls. */
const readable = new Set<Change['kind']>(['schedule', 'edit-scheduled', 'set-draft', 'save-poll-draft']);

/** Returns the refusal of a change that an encrypted room does not have, or null. */
export const refuseReadableChange = ({ encryption }: Room, { kind }: Change): Decision | null =>
  encryption !== undefined && readable.has(kind)
    ? refuse('conflict', 'an encrypted room stores no text', { reason: 'encrypted_room' })
    : null;

/** Returns the reason why the settings of an encrypted room need to read its messages, or null. */
export const refuseReadingModes = (room: Room): Decision | null => {
  if (room.encryption === undefined) return null;
  const { approval = 'off', emojiOnly = false, allowLinks = true, questions = 'off' } = room;
  const { type, retention } = room;
  const field =
    (type === 'public' && 'type') ||
    (retention === 'ephemeral' && 'retention') ||
    (approval !== 'off' && 'approval') ||
    (emojiOnly && 'emojiOnly') ||
    (!allowLinks && 'allowLinks') ||
    (questions !== 'off' && 'questions') ||
    (room.lobby && 'lobby');
  return field
    ? refuse('conflict', 'an encrypted room cannot have this setting', { reason: 'encrypted_room', field })
    : null;
};
