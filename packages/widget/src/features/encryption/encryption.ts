import type { RoomDevice } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import type { Feature, MessageContext, RoomContext } from '../../core/feature.ts';
import { nameIn, watchNames } from '../../core/member-names.ts';
import { openPanel } from '../../core/open-panel.ts';
import { fillPlural, fillText } from '../../i18n/fill-text.ts';
import { icons } from '../../ui/all-icons.ts';
import { encryptionMessageStyle, encryptionRoomStyle } from './encryption.styles.ts';
import { encryptionTexts } from './texts.ts';

const textsOf = ({ language }: RoomContext) => encryptionTexts(language.tag);

/** Says why a message has no text; empty if it has one. */
const reasonOf = (context: MessageContext): string => {
  const { item, room } = context;
  const texts = textsOf(context);
  if (!item.undecryptable || item.deletedAt !== undefined) return '';
  if (item.undecryptable === 'invalid') return texts.invalid;
  return room.state.get().room?.history === 'all' ? texts.noKeyYet : texts.noKey;
};

/** The devices of each user, this user's first. */
const devicesByUser = (devices: readonly RoomDevice[]): [userId: string, devices: RoomDevice[]][] => {
  const users = new Map<string, RoomDevice[]>();
  for (const device of devices) users.set(device.userId, [...(users.get(device.userId) ?? []), device]);
  const isOwn = (all: RoomDevice[]): number => Number(all.some((device) => device.isOwn));
  return [...users].sort(([, a], [, b]) => isOwn(b) - isOwn(a));
};

const panel = (context: RoomContext): TemplateResult => {
  const { room, language } = context;
  const texts = textsOf(context);
  const { devices = [], newKeys = [] } = room.encryption.get() ?? {};
  const name = (userId: string): string => nameIn(context, userId) ?? language.text('somebody');
  return html`<div class="encryption-panel" tabindex="0">
    <p>${texts.who}</p>
    <p>${texts.server}</p>
    <p>${texts.missing}</p>
    <h3>${texts.devices}</h3>
    <ul role="list">
      ${devicesByUser(devices).map(
        ([userId, own]) =>
          html`<li>
            <bdi>${name(userId)}</bdi>
            <span class="count">${fillPlural(texts.count, own.length, language.tag)}</span>
            ${
              newKeys.includes(userId) && !own.some(({ isOwn }) => isOwn)
                ? html`<p class="new-key">
                    ${icons.alert}<span>${fillText(texts.newKey, { name: name(userId) })}</span>
                  </p>`
                : nothing
            }
          </li>`,
      )}
    </ul>
  </div>`;
};

/** Encrypted rooms: a lock in the header that says what it means, and messages that this device cannot read. */
export const encryption: Feature = {
  name: 'encryption',
  watch: ({ room }, changed) => [room.encryption.subscribe(changed), watchNames(room, changed)],
  itemInputs: ({ undecryptable }) => [undecryptable],
  renderAboveText: (context) => {
    const reason = reasonOf(context);
    return reason ? html`<p class="undecryptable">${icons.lock}<span>${reason}</span></p>` : nothing;
  },
  label: reasonOf,
  renderHeader: (context, open) => {
    if (context.room.encryption.get() === null) return nothing;
    const { title, tooltip } = textsOf(context);
    return html`<button
      type="button"
      class="icon-button encryption"
      aria-label=${title}
      title=${tooltip}
      aria-expanded=${open?.name === 'encryption' ? 'true' : 'false'}
      @click=${(event: Event) => openPanel(event.currentTarget as HTMLElement, 'encryption')}
    >
      ${icons.lock}
    </button>`;
  },
  renderBar: (context) =>
    context.room.encryption.get()?.status === 'failed'
      ? html`<p class="encryption-bar" role="status">
          ${icons.alert}<span>${textsOf(context).failed}</span>
        </p>`
      : nothing,
  panel: { title: (language) => encryptionTexts(language.tag).title, render: panel },
  styles: { messages: encryptionMessageStyle, room: encryptionRoomStyle },
};
