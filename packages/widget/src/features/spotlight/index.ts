import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';
import { mayBeOnStage } from './may-be-on-stage.ts';

export const spotlight: Feature = lazyFeature(
  { name: 'spotlight', actionNames: (context) => (mayBeOnStage(context) ? ['spotlight'] : []) },
  { room: ({ room }) => room.state.get().room?.spotlight !== undefined },
  async () => (await import('./spotlight.ts')).spotlight,
);
