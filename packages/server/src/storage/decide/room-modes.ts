import { withheld, type Role, type Room } from '@chat/protocol';
import { refuse, type Decision, type DecisionContext } from './decision.ts';
import { effectiveRoleIn } from './effective-role.ts';

/** Whether a role may moderate, even if it cannot right now: the room's limits do not concern it. */
export const isHost = (room: Room, role: Role | 'admin'): boolean =>
  withheld('message:moderate', room, { role }, 0) !== 'forbidden';

const topLevel =
  'com|net|org|info|biz|edu|gov|io|ai|app|dev|me|tv|gg|ly|co|cc|xyz|site|online|shop|store|link|live|club|top|es|mx|ar|cl|pe|uk|us|de|at|ch|fr|pt|br|eu|it|nl|ru|cn|in';
const invisible = /\p{Default_Ignorable_Code_Point}/gu;
const address = new RegExp(
  `[a-z][a-z0-9+.-]*://|\\b(?:www\\.|mailto:|tel:)\\S|[\\p{L}\\p{N}-]\\.(?:${topLevel})(?![\\p{L}\\p{N}-]|\\.[\\p{L}])`,
  'iu',
);

/** Whether a text has a link: an address with its scheme, `www.`, or a name under a common top-level domain. */
export const hasLink = (text: string): boolean => address.test(text.normalize('NFKC').replace(invisible, ''));

let onlyEmoji: RegExp | undefined;

/** Whether a text has nothing but emoji and spaces. */
export const isEmojiOnly = (text: string): boolean =>
  (onlyEmoji ??= new RegExp('^(?:\\p{RGI_Emoji}|\\s)+$', 'v')).test(text);

interface Content {
  text: string;
  attachments: readonly unknown[];
  location?: unknown;
}

/** Returns the reason why a participant cannot send this content in the room's modes, or null. */
export const refuseContent = (
  { head: { room }, effectiveRole }: DecisionContext,
  { text, attachments, location }: Content,
): Decision | null => {
  if (isHost(room, effectiveRole.role)) return null;
  if (room.emojiOnly && (attachments.length > 0 || location || !isEmojiOnly(text)))
    return refuse('forbidden', 'only emoji may be sent now', { reason: 'emoji_only', field: 'text' });
  if (room.allowLinks === false && hasLink(text))
    return refuse('forbidden', 'links may not be sent here', { reason: 'links_not_allowed', field: 'text' });
  return null;
};

/** Returns the reason why a participant cannot write privately to these users, or null. */
export const refusePrivate = (
  { view, head: { room }, effectiveRole }: DecisionContext,
  to: readonly string[] | undefined,
): Decision | null => {
  const { privateMessages = 'everybody' } = room;
  if (to === undefined || privateMessages === 'everybody' || isHost(room, effectiveRole.role)) return null;
  const isToHosts = to.every((id) => {
    const recipient = effectiveRoleIn(room, view.member(id), { id, name: id });
    return recipient !== null && isHost(room, recipient.role);
  });
  if (privateMessages === 'hosts' && isToHosts) return null;
  const rule =
    privateMessages === 'hosts'
      ? 'private messages may only go to moderators'
      : 'there are no private messages';
  return refuse('forbidden', `to: ${rule} here`, { reason: 'private_not_allowed', field: 'to' });
};

/** Whether members may react with an emoji. */
export const allowsReaction = ({ allowedReactions = 'all' }: Room, emoji: string): boolean =>
  allowedReactions === 'all' || allowedReactions.includes(emoji);
