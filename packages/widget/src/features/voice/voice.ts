import type { RoomFile } from '@chat/protocol';
import { css, html, nothing } from 'lit';
import type { ComposerContext, Feature } from '../../core/feature.ts';
import { sendSeparately } from './send-voice-note.ts';
import './chat-voice-recorder.ts';

const recording = new WeakSet<HTMLElement>();

const end = (place: ComposerContext, file: RoomFile | null): void => {
  const { host } = place;
  if (file) sendSeparately([file], place);
  recording.delete(host);
  host.removeAttribute('data-recording');
  host.requestUpdate();
  host.field?.focus();
};

/** A voice note: recorded where one writes, heard before it goes, and sent as a message of its own. */
export const voice: Feature = {
  name: 'voice',
  renderAboveField: (place) =>
    recording.has(place.host) && !place.host.editing
      ? html`<chat-voice-recorder
          .language=${place.language}
          .room=${place.room}
          .maxBytes=${place.client.limits?.maxFileBytes ?? 0}
          .end=${(file: RoomFile | null) => end(place, file)}
        ></chat-voice-recorder>`
      : nothing,
  watch: ({ host }) => [
    // Another room, or no page any more: what was being recorded is dropped.
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
