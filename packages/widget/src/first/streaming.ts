import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const streaming: Feature = later(
  { name: 'streaming' },
  { item: (item) => (item.streamsUntil ?? 0) > Date.now() },
  async () => (await import('../features/streaming.ts')).streaming,
);
