import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const questions: Feature = lazyFeature(
  { name: 'questions' },
  { room: ({ room }) => (room.state.get().room?.questions ?? 'off') !== 'off' },
  async () => (await import('./questions.ts')).questions,
);
