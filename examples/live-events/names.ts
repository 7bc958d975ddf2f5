// Anybody comes in with a name, but for names that speak for the organisers.
import { guests } from '@chat/server';

const reserved = [
  'Administrator',
  'Admin',
  'Moderator',
  'Organiser',
  'Live events',
  'Staff',
  'Support',
  'System',
];

export const guestsOfEvents = guests({ reserved });
