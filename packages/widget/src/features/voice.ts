import type { RoomFile } from '@chat/protocol';
import { css, html, nothing } from 'lit';
import type { ComposerPlace, Feature } from '../places.ts';
import '../voice/chat-voice-recorder.ts';

const recording = new WeakSet<HTMLElement>();

const end = async ({ host }: ComposerPlace, file: RoomFile | null): Promise<void> => {
  if (file) host.sendBeside([file]);
  recording.delete(host);
  host.removeAttribute('data-recording');
  host.requestUpdate();
  host.field?.focus();
};

/** A voice note: recorded where one writes, heard before it goes, and sent as a message of its own. */
export const voice: Feature = {
  name: 'voice',
  over: (place) =>
    recording.has(place.host) && !place.host.editing
      ? html`<chat-voice-recorder
          .language=${place.language}
          .room=${place.room}
          .maxBytes=${place.client.limits?.maxFileBytes ?? 0}
          .end=${(file: RoomFile | null) => void end(place, file)}
        ></chat-voice-recorder>`
      : nothing,
  watch: ({ host }) => [
    // Another room, or no page any more: what was being recorded is dropped.
    () => {
      recording.delete(host);
      host.removeAttribute('data-recording');
    },
  ],
  compose: (_, { host }) => {
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
