import type { ChatClient } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import { late } from '../core/lazy.ts';

const part = late(() => import('../features/group-calls/chat-calls-elsewhere.ts'));

/** Calls for many in rooms of the list that are not shown; it comes with the first. `shown`: id of the room that is. */
export const callsElsewhere = (
  client: ChatClient,
  shown: string,
  lang: string,
  open: (roomId: string) => void,
): TemplateResult | typeof nothing => {
  const going = client.rooms.get().items.filter(({ groupCall }) => groupCall);
  if (going.length === 0 || !part.want(false)) return nothing;
  return html`<chat-calls-elsewhere
    lang=${lang}
    .client=${client}
    .rooms=${going.filter(({ room }) => room.id !== shown)}
    .open=${open}
  ></chat-calls-elsewhere>`;
};
