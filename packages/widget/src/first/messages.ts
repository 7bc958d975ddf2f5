import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const messages: Feature = later(
  { name: 'messages' },
  {},
  async () => (await import('../features/messages.ts')).messages,
);
