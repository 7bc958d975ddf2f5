import type { RoomFile } from '@chat/protocol';
import { css, html, nothing } from 'lit';
import type { ComposerContext, Feature } from '../../core/feature.ts';
import { sendSeparately } from './send-voice-note.ts';
import './chat-voice-recorder.ts';

const recording = new WeakSet<HTMLElement>();

const end = (context: ComposerContext, file: RoomFile | null): void => {
  const { host } = context;
  if (file) sendSeparately([file], context);
  recording.delete(host);
  host.removeAttribute('data-recording');
  host.requestUpdate();
  host.field?.focus();
};

/** Voice notes: recorded in the composer, with a preview before sending; each is a separate message. */
export const voice: Feature = {
  name: 'voice',
  renderAboveField: (context) =>
    recording.has(context.host) && !context.host.editing
      ? html`<chat-voice-recorder
          .language=${context.language}
          .room=${context.room}
          .maxBytes=${context.client.limits?.maxFileBytes ?? 0}
          .end=${(file: RoomFile | null) => end(context, file)}
        ></chat-voice-recorder>`
      : nothing,
  watch: ({ host }) => [
    // Another room, or the page is closed: drops the recording.
    () => {
      recording.delete(host);
      host.removeAttribute('data-recording');
    },
  ],
  onCompose: (_, { host }) => {
    recording.add(host);
    host.setAttribute('data-recording', '');
    host.requestUpdate();
  },
  styles: {
    composer: css`
      :host([data-recording]) .field {
        display: none;
      }
    `,
  },
};
