import { css, html, nothing } from 'lit';
import { groupLineText } from '../calls/group-line-text.ts';
import '../calls/chat-group-call.ts';
import { emit } from '../emit.ts';
import { groupCallTexts } from '../language/group-calls.ts';
import { icons } from '../more-icons.ts';
import type { Feature, MessageAction, RoomPlace } from '../places.ts';
import { shows } from '../shows.ts';

const canStart = ({ room, client }: RoomPlace): boolean => {
  const { room: about, can } = room.state.get();
  const isFree = room.groupCall.get()?.call.state !== 'active';
  return (
    !!client.limits?.maxCallPeople &&
    about?.type !== 'direct' &&
    can?.['groupcall:start'] === true &&
    isFree &&
    typeof RTCPeerConnection !== 'undefined' &&
    !!navigator.mediaDevices
  );
};

const choices = (place: RoomPlace): MessageAction[] => {
  const { room, host, language } = place;
  const texts = groupCallTexts(language.tag);
  return (['audio', 'video'] as const).map((kind) => ({
    name: kind,
    label: texts[kind],
    icon: kind === 'audio' ? icons.phone : icons.camera,
    run: () => void room.groupCall.start(kind).catch((error: unknown) => emit(host, 'chat-error', { error })),
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

/** Calls for all in a room: the button, the one that goes on, and what became of each. */
export const groupCalls: Feature = {
  name: 'groupcalls',
  watch: ({ room, client, host }, changed) => {
    if (host.localName !== 'chat-room' || !client.limits?.maxCallPeople) return [];
    void room.groupCall.load().catch((error: unknown) => emit(host, 'chat-error', { error }));
    return [room.groupCall.subscribe(changed)];
  },
  tool: (place) =>
    canStart(place)
      ? {
          label: place.language.text('call'),
          icon: icons.phone,
          run: (opener) => void choose(place, opener),
        }
      : null,
  bar: ({ room, client, language, features }) =>
    room.groupCall.get() && shows(features, 'callbar')
      ? html`<chat-group-call
          part="call"
          lang=${language.tag}
          .client=${client}
          .room=${room.id}
        ></chat-group-call>`
      : nothing,
  above: ({ item, language }) =>
    item.groupCall
      ? html`<span class="call-line">
          ${item.groupCall.kind === 'audio' ? icons.phone : icons.camera}<span
            >${groupLineText(item.groupCall, language)}</span
          >
        </span>`
      : nothing,
  label: ({ item, language }) => (item.groupCall ? groupLineText(item.groupCall, language) : ''),
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
      chat-group-call {
        flex: none;
        max-block-size: 75%;
        overflow: hidden auto;
        border-block-end: 1px solid var(--_line);
      }
    `,
  },
};
