import { html, nothing } from 'lit';
import { callLine, callLineStyle } from '../../call-ui/call-line.ts';
import { captionSlot } from '../../call-ui/caption-slot.ts';
import { callTool } from '../../call-ui/call-tool.ts';
import { callUnavailable } from '../../call-ui/call-availability.ts';
import { chooseKind } from '../../call-ui/choose-call-kind.ts';
import { lineText } from '../../call-ui/line-text.ts';
import './chat-call.ts';
import { callTexts } from '../../call-ui/texts.ts';
import type { Feature } from '../../core/feature.ts';
import { shows } from '../../core/feature-filter.ts';
import { callBarStyle } from '../../call-ui/call-bar.styles.ts';

/** Calls in a direct room: the button, the call bar, and the line in the timeline. */
export const calls: Feature = {
  name: 'calls',
  tool: (context) => {
    const reason = callUnavailable(context);
    if (reason === 'hidden') return null;
    return callTool(
      context,
      reason,
      (opener) =>
        void chooseKind(context, opener, callTexts(context.language.tag), (kind) =>
          context.room.calls.start(kind),
        ),
    );
  },
  // A page with a `<chat-call>` of its own hides this one with `-callbar`.
  renderBar: (context) => {
    const { room, client, language, features } = context;
    return room.calls.get() && shows(features, 'callbar')
      ? html`<chat-call part="call" lang=${language.tag} .client=${client} .room=${room.id} ring
          >${captionSlot(context)}</chat-call
        >`
      : nothing;
  },
  renderAboveText: ({ item, language }) =>
    item.call ? callLine(item.call.kind, lineText(item, language)) : nothing,
  label: ({ item, language }) => (item.call ? lineText(item, language) : ''),
  styles: { messages: callLineStyle, room: callBarStyle },
};
