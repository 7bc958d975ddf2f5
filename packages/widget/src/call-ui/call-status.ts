import type { MediaState, OwnCall } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import { fillText } from '../i18n/fill-text.ts';
import type { CallTexts } from './texts.ts';
import { clock } from '../i18n/durations.ts';

interface FactsContext {
  /** Language tag. */
  tag: string;
  texts: CallTexts;
  media: MediaState | null;
  recording: boolean;
  saving: boolean;
  reconnect(): void;
}

/** The other user, duration, quality and problems of a call. */
export const callFacts = ({ call, mine }: OwnCall, context: FactsContext): TemplateResult => {
  const { texts, media } = context;
  const other = mine === 'caller' ? call.callee : call.caller;
  const cut = media?.connection === 'reconnecting';
  const state = other.away
    ? fillText(texts.away, { name: other.name })
    : !media || media.connection === 'connecting'
      ? texts.connecting
      : cut
        ? texts.reconnecting
        : '';
  // Not every user can see the colour, so there is a text too.
  const bad = media?.quality && media.quality !== 'good' ? texts.quality[media.quality] : '';
  const notes = [
    media?.trouble && !other.away ? texts.trouble[media.trouble] : '',
    other.recording ? fillText(texts.recordedBy, { name: other.name }) : '',
    context.recording ? texts.recording : context.saving ? texts.saving : '',
    // A closed page reports a muted microphone as well.
    media?.peer && !media.peer.microphone && !other.away ? fillText(texts.muted, { name: other.name }) : '',
    ...deviceNotes(media, texts),
  ].filter(Boolean);
  return html`<div class="facts">
    <span class="name clipped" dir="auto" title=${other.name}>${other.name}</span>
    <span class="time" role="timer"
      >${clock(Math.max(0, Date.now() - (call.answeredAt ?? Date.now())), context.tag)}</span
    >
    ${media?.quality ? html`<i class="quality ${media.quality}" role="img" aria-label=${texts.quality[media.quality]} title=${texts.quality[media.quality]}></i>` : nothing}
    <span class="state" role="status">${state || bad}</span>
    ${
      (cut || media?.trouble) && !other.away
        ? html`<button type="button" class="again" @click=${context.reconnect}>${texts.reconnect}</button>`
        : nothing
    }
    ${notes.map((note) => html`<span class="note" role="status">${note}</span>`)}
  </div>`;
};

type OwnDevices = Pick<MediaState, 'problem' | 'unplugged'>;

/** Problems of the user's own devices; empty texts if there are none. */
export const deviceNotes = (media: OwnDevices | null, texts: CallTexts): string[] => [
  ...(['microphone', 'camera'] as const).map((source) => unpluggedText(source, media, texts)),
  media?.problem && !isUnplugged(media) ? problemText(media.problem, texts) : '',
];

/** Why one of the user's devices is not used. */
const problemText = (problem: string, texts: CallTexts): string => {
  if (problem === 'NotAllowedError' || problem === 'SecurityError') return texts.denied;
  return problem === 'NotFoundError' || problem === 'OverconstrainedError' ? texts.missing : texts.unusable;
};

/** Names the missing device, if its name is known. */
const isUnplugged = ({ unplugged }: OwnDevices): boolean => Object.values(unplugged).includes(null);

const unpluggedText = (
  source: 'microphone' | 'camera',
  media: OwnDevices | null,
  texts: CallTexts,
): string => {
  const by = media?.unplugged[source];
  if (by === undefined) return '';
  return by
    ? `${texts.unplugged[source]} ${fillText(texts.replaced, { name: by })}`
    : texts.unplugged[source];
};
