import { css, html, nothing } from 'lit';
import type { Feature } from '../../core/feature.ts';
import { recordingText } from './texts.ts';

/** A bar under the header that says that the room is being recorded. */
export const recordings: Feature = {
  name: 'recordings',
  renderBar: ({ room, language }) =>
    room.state.get().room?.recording
      ? html`<p class="recording" role="status"><i aria-hidden="true"></i>${recordingText(language.tag)}</p>`
      : nothing,
  styles: {
    room: css`
      .recording {
        display: flex;
        align-items: center;
        gap: 8px;
        margin: 0;
        padding-inline: 16px;
        padding-block: 6px;
        border-block-end: 1px solid var(--_line);
        background: var(--_sunken);
        font-size: 0.85em;
        font-weight: 550;
      }
      .recording i {
        flex: none;
        inline-size: 10px;
        block-size: 10px;
        border: 5px solid var(--_danger);
        border-radius: 50%;
      }
    `,
  },
};
