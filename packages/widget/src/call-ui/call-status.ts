import type { MediaState, OwnCall, Shows } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import { fillText } from '../i18n/fill-text.ts';
import type { StageTexts } from './stage-texts.ts';
import type { CallTexts } from './texts.ts';
import { clock } from '../i18n/durations.ts';
import { icons } from '../ui/all-icons.ts';

interface FactsContext {
  /** Language tag. */
  tag: string;
  texts: CallTexts;
  stage: StageTexts;
  media: MediaState | null;
  /** Only the two devices can hear it. */
  encrypted: boolean;
  recording: boolean;
  saving: boolean;
  /** This page asked whether it may record. */
  waits: boolean;
  /** The other user has just refused that. */
  declined: boolean;
  reconnect(): void;
}

/** The name of the called user, and that the call rings. */
export const callingFacts = ({ callee }: OwnCall['call'], texts: CallTexts): TemplateResult =>
  html`<div class="facts">
    <span class="name clipped" dir="auto" title=${callee.name}>${callee.name}</span>
    <span class="time" aria-hidden="true">${texts.ringing}</span>
    <span class="visually-hidden" role="status">${fillText(texts.calling, { name: callee.name })}</span>
  </div>`;

/** The other user, duration, quality and problems of a call. Nothing of it changes the size of the stage. */
export const callFacts = ({ call, mine }: OwnCall, context: FactsContext): TemplateResult => {
  const { texts, stage, media } = context;
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
  const notes: Note[] = [
    media?.trouble && !other.away ? texts.trouble[media.trouble] : '',
    other.recording ? fillText(texts.recordedBy, { name: other.name }) : '',
    context.recording ? texts.recording : context.saving ? texts.saving : '',
    context.waits ? fillText(stage.waitsToRecord, { name: other.name }) : '',
    context.declined ? fillText(stage.recordingDeclined, { name: other.name }) : '',
    // A closed page reports a muted microphone as well.
    media?.peer && !media.peer.microphone && !other.away
      ? { text: fillText(texts.muted, { name: other.name }), off: 'other' as const }
      : '',
    ...deviceNotes(media, texts),
    ...ownMuteNote(media, context.stage),
  ];
  return html`<div class="facts">
      <span class="name clipped" dir="auto" title=${other.name}>${other.name}</span>
      <span class="time" role="timer"
        >${clock(Math.max(0, Date.now() - (call.answeredAt ?? Date.now())), context.tag)}</span
      >
      ${context.encrypted ? html`<span class="encrypted" role="img" aria-label=${stage.encrypted} title=${stage.encrypted}>${icons.lock}</span>` : nothing}
      ${media?.quality ? html`<i class="quality ${media.quality}" role="img" aria-label=${texts.quality[media.quality]} title=${texts.quality[media.quality]}></i>` : nothing}
      <span class="state" role="status">${state || bad}</span>
      ${other.recording || context.recording ? html`<span class="rec" aria-hidden="true">${stage.rec}</span>` : nothing}
    </div>
    ${stageNotes(notes, (cut || !!media?.trouble) && !other.away ? { text: texts.reconnect, run: context.reconnect } : null)}`;
};

/** A note over the picture; `off`: whose microphone is off, which is red. */
export type Note = string | { text: string; off: 'own' | 'other' };

/** Says that the user's own microphone is off, unless a problem with it explains that. */
export const ownMuteNote = (media: (Shows & OwnDevices) | null, { youMuted }: StageTexts): Note[] =>
  media && !media.microphone && !media.problem && media.unplugged.microphone === undefined
    ? [{ text: youMuted, off: 'own' }]
    : [];

/** Short notes over the picture, and a button against the problem. */
export const stageNotes = (
  notes: readonly Note[],
  action: { text: string; run(): void } | null,
): TemplateResult => {
  const shown = notes.filter(Boolean).map((note) => (typeof note === 'string' ? { text: note } : note));
  return html`<div class="notes">
    <div class="list" role="status" aria-atomic="false">
      ${shown.map((note) => html`<span class=${'off' in note ? `note off ${note.off}` : 'note'}>${note.text}</span>`)}
    </div>
    ${action ? html`<button type="button" class="again" @click=${action.run}>${action.text}</button>` : nothing}
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
