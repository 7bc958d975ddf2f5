import type { ReactiveControllerHost } from 'lit';
import { agreedIn, draftOf, loadDrafts, writtenIn } from '../../core/own-drafts.ts';
import type { ComposerContext, Feature, RoomContext } from '../../core/feature.ts';
import { shows } from '../../core/feature-filter.ts';

const isComposer = (context: RoomContext): context is ComposerContext =>
  context.host.localName === 'chat-composer';

/** What each composer showed when it and the client last agreed, which the server may not have stored yet. */
const agreed = new WeakMap<HTMLElement, { place: string; text: string }>();

/** Stores what the user has written here, or shows what they have written elsewhere. */
const compare = ({ room, client, host }: ComposerContext): void => {
  if (host.editing || !client.drafts.get().loaded || client.user?.guest) return;
  if (room.state.get().room?.retention === 'ephemeral') return;
  const { thread } = host;
  const place = `${room.id} ${thread}`;
  const last = agreed.get(host);
  const before = last?.place === place ? last.text : agreedIn.get(room.id, thread);
  const draft = draftOf(client, room.id, thread);
  const there = draft?.text ?? '';
  const here = host.text.trim() ? host.text : '';
  const isChangedHere = here !== there && here !== before;
  const text = isChangedHere ? here : there;
  agreed.set(host, { place, text });
  if (isChangedHere) return void client.drafts.set(room.id, here, thread || undefined);
  if (here !== there) {
    host.text = there;
    writtenIn.set(room.id, thread, there);
  }
  if (!draft?.pending) agreedIn.set(room.id, thread, there);
};

/** Drafts that follow the user to other devices. */
export const drafts: Feature = {
  name: 'drafts',
  watch: (context) => {
    if (!isComposer(context) || !shows(context.features, 'drafts')) return [];
    const { client, room } = context;
    const host = context.host as typeof context.host & ReactiveControllerHost;
    // After the update, since it may change the text again.
    const controller = { hostUpdated: () => queueMicrotask(() => compare(context)) };
    host.addController(controller);
    return [
      room.state.subscribe(() => loadDrafts(client)),
      client.drafts.subscribe(() => compare(context)),
      () => host.removeController(controller),
    ];
  },
  sendContent: ({ room, client, host }) => {
    const version = draftOf(client, room.id, host.thread)?.version ?? 0;
    return version > 0 ? { draft: version } : {};
  },
};
