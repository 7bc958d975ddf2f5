import type { GroupMediaState, OwnGroupCall } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import type { CallTexts } from '../../call-ui/texts.ts';
import type { GroupCallTexts } from '../../call-ui/group-call-texts.ts';
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
  /** The text for an engine that does not respond. */
  away: string;
  reconnect(): void;
}

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
    call.seats.length === 1 ? group.alone : '',
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
    </div>
    ${stageNotes(notes, cut || media?.trouble ? { text: texts.reconnect, run: context.reconnect } : null)}`;
};
