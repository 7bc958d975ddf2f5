// Anybody can join with a name, except names that look like the organisers'.
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
