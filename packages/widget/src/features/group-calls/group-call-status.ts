import type { GroupMediaState, OwnGroupCall } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import type { CallTexts } from '../../call-ui/texts.ts';
import type { GroupCallTexts } from '../../call-ui/group-call-texts.ts';
import type { GroupRecording } from './group-recording.ts';
import { fillText } from '../../i18n/fill-text.ts';
import { clock } from '../../i18n/durations.ts';
import type { StageTexts } from '../../call-ui/stage-texts.ts';
import { deviceNotes, ownMuteNote, stageNotes } from '../../call-ui/call-status.ts';

interface FactsContext {
  /** Language tag. */
  tag: string;
  texts: CallTexts;
  group: GroupCallTexts;
  stage: StageTexts;
  media: GroupMediaState | null;
  problem: string;
  /** Its room is encrypted. */
  inEncryptedRoom: boolean;
  recording: Pick<GroupRecording, 'saving' | 'active' | 'declined'>;
  /** The text for an engine that does not respond. */
  away: string;
  reconnect(): void;
}

/** Notes on the recording: its state, and the user who records. */
const recordingNotes = (
  { recording }: OwnGroupCall['call'],
  { texts, group, recording: own }: FactsContext,
): string[] => {
  const isStarted = recording?.startedAt !== undefined;
  const text = own.active ? texts.recording : fillText(texts.recordedBy, { name: recording?.name ?? '' });
  return [
    isStarted ? text : own.active ? group.waitsForAll : '',
    own.declined ? group.notAllAllowed : '',
    own.saving ? texts.saving : '',
  ];
};

/** The number of participants, duration, quality and problems of a group call. */
export const groupFacts = (call: OwnGroupCall['call'], context: FactsContext): TemplateResult => {
  const { texts, group, media } = context;
  const cut = media?.connection === 'reconnecting';
  const state =
    !media || media.connection === 'connecting' ? texts.connecting : cut ? texts.reconnecting : '';
  const bad = media?.quality && media.quality !== 'good' ? texts.quality[media.quality] : '';
  const notes = [
    context.problem,
    media?.trouble ? context.away : '',
    ...deviceNotes(media, texts),
    ...recordingNotes(call, context),
    call.seats.length === 1 ? group.alone : '',
    context.inEncryptedRoom ? group.notEncrypted : '',
    ...ownMuteNote(media, context.stage),
  ];
  return html`<div class="facts">
      <span class="name">${group.people(call.seats.length)}</span>
      <span class="time" role="timer">${clock(Math.max(0, Date.now() - call.startedAt), context.tag)}</span>
      ${
        media?.quality
          ? html`<i
              class="quality ${media.quality}"
              role="img"
              aria-label=${texts.quality[media.quality]}
              title=${texts.quality[media.quality]}
            ></i>`
          : nothing
      }
      <span class="state" role="status">${state || bad}</span>
      ${call.recording?.startedAt === undefined ? nothing : html`<span class="rec" aria-hidden="true">${context.stage.rec}</span>`}
    </div>
    ${stageNotes(notes, cut || media?.trouble ? { text: texts.reconnect, run: context.reconnect } : null)}`;
};
