import type { RoomDevice } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import type { Feature, MessageContext, RoomContext, SlotContent } from '../../core/feature.ts';
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
  if (room.encryption.get()?.status === 'waiting') return texts.waiting;
  return room.state.get().room?.history === 'all' ? texts.noKeyYet : texts.noKey;
};

/** The devices of each user, this user's first. */
const devicesByUser = (devices: readonly RoomDevice[]): [userId: string, devices: RoomDevice[]][] => {
  const users = new Map<string, RoomDevice[]>();
  for (const device of devices) users.set(device.userId, [...(users.get(device.userId) ?? []), device]);
  const isOwn = (all: RoomDevice[]): number => Number(all.some((device) => device.isOwn));
  return [...users].sort(([, a], [, b]) => isOwn(b) - isOwn(a));
};

/** Whether the lock leads to something that the user should do. */
const isNagging = ({ client }: RoomContext): boolean => client.encryption.get().status === 'none';

const panel = (context: RoomContext): TemplateResult => {
  void import('./elements.ts');
  const { room, client, language } = context;
  const texts = textsOf(context);
  const {
    devices = [],
    newKeys = [],
    altered = [],
    verified = [],
    lapsed = [],
    warnings = [],
  } = room.encryption.get() ?? {};
  const account = client.encryption.get();
  const named = new Set(account.devices.map(({ id }) => id));
  const unnamed = devices.filter(({ id, userId }) => userId === client.user?.id && !named.has(id));
  const name = (userId: string): string => nameIn(context, userId) ?? language.text('somebody');
  const warningsOf = (userId: string): string[] => [
    ...(altered.includes(userId) ? [texts.alteredMember] : []),
    ...(lapsed.includes(userId) ? [texts.lapsed] : []),
    ...(newKeys.includes(userId) && !lapsed.includes(userId) && userId !== client.user?.id
      ? [texts.newKey]
      : []),
  ];
  return html`<div class="encryption-panel" tabindex="0">
    <p>${texts.who} ${texts.calls}</p>
    ${
      warnings.length > 0
        ? html`<p class="new-key" role="note">${icons.alert}<span>${texts.warning}</span></p>`
        : nothing
    }
    <chat-account-keys
      .client=${client}
      .account=${account}
      .unnamed=${unnamed.map(({ id }) => id)}
    ></chat-account-keys>
    <p>${texts.server}</p>
    <p>${texts.missing}</p>
    <h3>${texts.devices}</h3>
    <ul role="list">
      ${devicesByUser(devices).map(
        ([userId, own]) =>
          html`<li>
            <bdi>${name(userId)}</bdi>
            <span class="count">${fillPlural(texts.count, own.length, language.tag)}</span>
            ${warningsOf(userId).map(
              (warning) =>
                html`<p class="new-key">
                  ${icons.alert}<span>${fillText(warning, { name: name(userId) })}</span>
                </p>`,
            )}
            ${
              own.some(({ isOwn }) => isOwn) || userId === client.user?.id
                ? nothing
                : html`<chat-safety-number
                    .room=${room}
                    .userId=${userId}
                    .name=${name(userId)}
                    .keys=${own.map(({ id }) => id).join()}
                    .isVerified=${verified.includes(userId)}
                  ></chat-safety-number>`
            }
          </li>`,
      )}
    </ul>
  </div>`;
};

const bar = (icon: TemplateResult, text: string, action?: string): TemplateResult =>
  html`<p class="encryption-bar" role="status">
    ${icon}<span>${text}</span>
    ${
      action === undefined
        ? nothing
        : html`<button
            type="button"
            @click=${(event: Event) => openPanel(event.currentTarget as HTMLElement, 'encryption')}
          >
            ${action}
          </button>`
    }
  </p>`;

const renderBar = (context: RoomContext): SlotContent => {
  const texts = textsOf(context);
  const { status, error, lapsed = [] } = context.room.encryption.get() ?? {};
  if (status !== undefined && context.client.encryption.get().status === 'altered')
    return bar(icons.alert, texts.alteredOwn);
  if (status === 'waiting') return bar(icons.lock, texts.waiting, texts.waitingAction);
  if (status === 'failed')
    return bar(icons.alert, error?.reason === 'not_encrypted' ? texts.denied : texts.failed);
  const [userId] = lapsed;
  if (userId === undefined) return nothing;
  const name = nameIn(context, userId) ?? context.language.text('somebody');
  return bar(icons.alert, fillText(texts.lapsed, { name }), texts.look);
};

/** Encrypted rooms: a lock in the header that says what it means, and messages that this device cannot read. */
export const encryption: Feature = {
  name: 'encryption',
  watch: ({ room, client }, changed) => [
    room.encryption.subscribe(changed),
    client.encryption.subscribe(changed),
    watchNames(room, changed),
  ],
  inputs: ({ room }) => [room.encryption.get()?.status],
  itemInputs: ({ undecryptable }) => [undecryptable],
  renderAboveText: (context) => {
    const reason = reasonOf(context);
    return reason ? html`<p class="undecryptable">${icons.lock}<span>${reason}</span></p>` : nothing;
  },
  label: reasonOf,
  renderHeader: (context, open) => {
    if (context.room.encryption.get() === null) return nothing;
    const { title, tooltip, ...texts } = textsOf(context);
    const nag = isNagging(context) ? texts.nag : '';
    return html`<button
      type="button"
      class=${nag ? 'icon-button encryption nags' : 'icon-button encryption'}
      aria-label=${title}
      aria-description=${nag || nothing}
      title=${nag || tooltip}
      aria-expanded=${open?.name === 'encryption' ? 'true' : 'false'}
      @click=${(event: Event) => openPanel(event.currentTarget as HTMLElement, 'encryption')}
    >
      ${icons.lock}
    </button>`;
  },
  renderBar,
  panel: { title: (language) => encryptionTexts(language.tag).title, render: panel },
  styles: { messages: encryptionMessageStyle, room: encryptionRoomStyle },
};
