import type { User } from '@chat/protocol';
import { ChatProfile, type ProfileContext } from './chat-profile.ts';

/** Shows a user's profile. Removed when closed; the focus returns. */
export const openCard = (context: ProfileContext, person: User): void => {
  // A double click opens it once.
  if (context.host.shadowRoot?.querySelector('chat-profile')) return;
  const card = new ChatProfile();
  card.context = context;
  card.person = person;
  card.lang = context.language.tag;
  context.host.shadowRoot?.append(card);
};
