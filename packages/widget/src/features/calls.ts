import { css, html, nothing } from 'lit';
import { canCall } from '../calls/can-call.ts';
import { lineText } from '../calls/line-text.ts';
import '../calls/chat-call.ts';
import { emit } from '../emit.ts';
import { callTexts } from '../language/calls.ts';
import { icons } from '../more-icons.ts';
import type { Feature, MessageAction, RoomPlace } from '../places.ts';
import { shows } from '../shows.ts';

const choices = (place: RoomPlace): MessageAction[] => {
  const { room, host, language } = place;
  const texts = callTexts(language.tag);
  return (['audio', 'video'] as const).map((kind) => ({
    name: kind,
    label: texts[kind],
    icon: kind === 'audio' ? icons.phone : icons.camera,
    run: () => void room.calls.start(kind).catch((error: unknown) => emit(host, 'chat-error', { error })),
  }));
};

const choose = async (place: RoomPlace, opener: HTMLElement): Promise<void> => {
  try {
    const { openBeside } = await import('../open-beside.ts');
    openBeside(place.host, opener, choices(place));
  } catch (error) {
    emit(place.host, 'chat-error', { error });
  }
};

/** Calls in a room of two: the button, what rings or goes on, and what became of each. */
export const calls: Feature = {
  name: 'calls',
  tool: (place) => {
    const own = place.room.calls.get();
    if (!canCall(place) || (own && own.call.state !== 'ended')) return null;
    return {
      label: place.language.text('call'),
      icon: icons.phone,
      run: (opener) => void choose(place, opener),
    };
  },
  // A page that has a `<chat-call>` of its own elsewhere leaves this one out.
  bar: ({ room, client, language, features }) =>
    room.calls.get() && shows(features, 'callbar')
      ? html`<chat-call part="call" lang=${language.tag} .client=${client} .room=${room.id} ring></chat-call>`
      : nothing,
  above: ({ item, language }) =>
    item.call
      ? html`<span class="call-line">
          ${item.call.kind === 'audio' ? icons.phone : icons.camera}<span>${lineText(item, language)}</span>
        </span>`
      : nothing,
  label: ({ item, language }) => (item.call ? lineText(item, language) : ''),
  styles: {
    messages: css`
      .call-line {
        display: flex;
        align-items: center;
        gap: 8px;
        font-weight: 550;
      }
      .call-line svg {
        flex: none;
        inline-size: 18px;
        block-size: 18px;
        color: var(--_accent-text);
      }
    `,
    room: css`
      /* In a low room the messages keep some of it. */
      chat-call {
        flex: none;
        max-block-size: 75%;
        overflow: hidden auto;
        border-block-end: 1px solid var(--_line);
      }
    `,
  },
};
