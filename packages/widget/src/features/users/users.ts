import type { User } from '@chat/protocol';
import { ChatProfile, type ProfilePlace } from './chat-profile.ts';

/** Shows a person's profile; it goes when it is closed, and the focus goes back. */
export const openCard = (place: ProfilePlace, person: User): void => {
  // Two clicks are one wish.
  if (place.host.shadowRoot?.querySelector('chat-profile')) return;
  const card = new ChatProfile();
  card.place = place;
  card.person = person;
  card.lang = place.language.tag;
  place.host.shadowRoot?.append(card);
};
