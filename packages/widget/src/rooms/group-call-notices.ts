import type { ChatClient } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import { lazy } from '../core/lazy.ts';

const part = lazy(() => import('../features/group-calls/chat-call-notices.ts'));

/** Group calls in rooms that are not shown; loads with the first. `shown`: id of the open room. */
export const groupCallNotices = (
  client: ChatClient,
  shown: string,
  lang: string,
  open: (roomId: string) => void,
): TemplateResult | typeof nothing => {
  const going = client.rooms.get().items.filter(({ groupCall }) => groupCall);
  if (going.length === 0 || !part.want(false)) return nothing;
  return html`<chat-call-notices
    lang=${lang}
    .client=${client}
    .rooms=${going.filter(({ room }) => room.id !== shown)}
    .open=${open}
  ></chat-call-notices>`;
};
