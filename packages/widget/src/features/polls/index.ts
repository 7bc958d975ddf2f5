import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';
import { pollButton, pollTool } from './create-poll.ts';
import { pollPanel } from './poll-panel.ts';

export const polls: Feature = lazyFeature(
  {
    name: 'polls',
    tool: pollTool,
    panel: pollPanel,
    renderTools: pollButton,
  },
  { item: ({ poll }) => poll !== undefined },
  async () => (await import('./polls.ts')).polls,
);
