import type { ChatEvent } from '@chat/protocol';
import type { RoomLedger } from './ledger.ts';
import { hasOwn } from './own-lists.ts';
import type { Report } from './report.ts';

const types = ['scheduled:changed', 'saved:changed', 'reminder:changed', 'draft:changed'] as const;

type PersonalEvent = ChatEvent & { type: (typeof types)[number] };

export const isPersonal = (event: ChatEvent): event is PersonalEvent =>
  (types as readonly string[]).includes(event.type);

/** Texts begin with their authors. */
const isTheirText = (text: string | undefined, userId: string): boolean =>
  !text || text.startsWith(`${userId}-`);

const isTheirs = (ledger: RoomLedger, userId: string, event: PersonalEvent): boolean => {
  if (event.type === 'scheduled:changed') return isTheirText(event.scheduled?.text, userId);
  if (event.type === 'draft:changed') return isTheirText(event.draft.text, userId);
  const isGone = event.type === 'saved:changed' ? event.savedAt === null : event.reminder === null;
  return (
    isGone || hasOwn(ledger, event.type === 'saved:changed' ? 'saved' : 'reminder', userId, event.messageId)
  );
};

/** What a user saved, scheduled or drafted is sent to themself alone. */
export const checkPersonalEvent = (
  ledger: RoomLedger,
  userId: string,
  event: PersonalEvent,
  report: Report,
): void => {
  if (!isTheirs(ledger, userId, event)) report(`personal: ${userId} is told ${JSON.stringify(event)}`);
};
