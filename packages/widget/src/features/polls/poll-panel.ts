import { html } from 'lit';
import type { Panel } from '../../core/feature.ts';
import { pollTexts } from './texts.ts';

/** The panel of hosts. Its element loads when it opens. */
export const pollPanel: Panel = {
  title: ({ tag }) => pollTexts(tag).polls,
  render: (context) => {
    void import('./chat-polls.ts');
    return html`<chat-polls lang=${context.language.tag} .context=${context}></chat-polls>`;
  },
};
