import { html, nothing } from 'lit';
import { callLine, callLineStyle } from '../../call-ui/call-line.ts';
import { captionSlot } from '../../call-ui/caption-slot.ts';
import { callUnavailable } from '../../call-ui/call-availability.ts';
import { callTool } from '../../call-ui/call-tool.ts';
import { chooseKind } from '../../call-ui/choose-call-kind.ts';
import { groupLineText } from '../../call-ui/group-line-text.ts';
import './chat-group-call.ts';
import { emit } from '../../core/emit.ts';
import { groupCallTexts } from '../../call-ui/group-call-texts.ts';
import type { Feature, RoomContext } from '../../core/feature.ts';
import { shows } from '../../core/feature-filter.ts';
import { callBarStyle } from '../../call-ui/call-bar.styles.ts';

const canStart = (context: RoomContext): boolean => {
  const { room, client, features } = context;
  const { room: about, can } = room.state.get();
  // Two members of an encrypted room have a call that is encrypted, too.
  const hasOwnCalls = about?.encryption !== undefined && shows(features, 'calls');
  if (hasOwnCalls && callUnavailable(context) !== 'hidden') return false;
  return (
    !!client.limits?.maxCallPeople &&
    about?.type !== 'direct' &&
    can?.['groupcall:start'] === true &&
    typeof RTCPeerConnection !== 'undefined' &&
    !!navigator.mediaDevices
  );
};

/** Group calls: the button, the running call, and the line of each call in the timeline. */
export const groupCalls: Feature = {
  name: 'groupcalls',
  watch: ({ room, client, host }, changed) => {
    if (host.localName !== 'chat-room') return [];
    const load = (): void => {
      if (client.limits?.maxCallPeople)
        room.groupCall.load().catch((error: unknown) => emit(host, 'chat-error', { error }));
    };
    load();
    // A room that the device knows is shown before the server has said whether it has group calls.
    return [room.groupCall.subscribe(changed), client.on('hello', load)];
  },
  tool: (context) =>
    canStart(context)
      ? callTool(
          context,
          context.room.groupCall.get()?.call.state === 'active' ? 'ongoing' : null,
          (opener) =>
            void chooseKind(context, opener, groupCallTexts(context.language.tag), (kind) =>
              context.room.groupCall.start(kind),
            ),
        )
      : null,
  renderBar: (context) => {
    const { room, client, language, features } = context;
    return room.groupCall.get() && shows(features, 'callbar')
      ? html`<chat-group-call part="call" lang=${language.tag} .client=${client} .room=${room.id}
          >${captionSlot(context)}</chat-group-call
        >`
      : nothing;
  },
  renderAboveText: ({ item, language }) =>
    item.groupCall ? callLine(item.groupCall.kind, groupLineText(item.groupCall, language)) : nothing,
  label: ({ item, language }) => (item.groupCall ? groupLineText(item.groupCall, language) : ''),
  styles: { messages: callLineStyle, room: callBarStyle },
};
