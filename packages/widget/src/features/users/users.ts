import type { User } from '@chat/protocol';
import { ChatProfile, type ProfileContext } from './chat-profile.ts';

/** Shows a person's profile; it goes when it is closed, and the focus goes back. */
export const openCard = (context: ProfileContext, person: User): void => {
  // Two clicks are one wish.
  if (context.host.shadowRoot?.querySelector('chat-profile')) return;
  const card = new ChatProfile();
  card.context = context;
  card.person = person;
  card.lang = context.language.tag;
  context.host.shadowRoot?.append(card);
};
