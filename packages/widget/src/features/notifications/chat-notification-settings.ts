import type { ChatClient } from '@chat/client';
import type { Input, NotificationLevel, NotificationSettings } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { emailTexts } from './email-texts.ts';
import { forgetNotificationSettings } from './incoming-alerts.ts';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import { subscribeDevice, unsubscribeDevice } from '../../core/push-subscription.ts';
import { onDevice } from '../../dom/browser-storage.ts';
import { defaultAddress } from '../../core/server-address.ts';
import { base } from '../../styles/base.ts';
import { notificationsStyle } from './notifications.styles.ts';
import { tokens } from '../../styles/tokens.ts';

const levels = [
  ['all', 'levelAll'],
  ['mentions', 'levelMentions'],
  ['none', 'levelNone'],
] as const;

/**
 * Notification settings of this room or of all rooms, of this device, and quiet hours.
 *
 * @event chat-error - something was refused; `detail.error`
 */
export class ChatNotificationSettings extends LitElement {
  static override styles = [tokens, base, notificationsStyle];
  static override properties = {
    client: { attribute: false },
    room: {},
    legend: {},
    settings: { state: true },
  };
  /** The client to use. */
  declare client: ChatClient | null;
  /** Id of the room; empty: the settings of all rooms without their own. */
  declare room: string;
  /** The heading of the levels if no room is set. */
  declare legend: string;
  declare settings: NotificationSettings | null;

  #language = new LanguageController(this);
  #changing: Promise<void> = Promise.resolve();

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.legend = '';
    this.settings = null;
  }

  protected override firstUpdated(): void {
    this.#try(async (client) => void (this.settings = await client.notifications.settings()));
  }

  protected override render(): TemplateResult {
    const language = this.#language.current;
    const { settings } = this;
    const level = settings?.rooms[this.room] ?? settings?.level ?? 'all';
    const quiet = settings?.quiet;
    const blocked = typeof Notification !== 'undefined' && Notification.permission === 'denied';
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
      <fieldset ?disabled=${settings === null}>
        <legend>${this.room ? language.text('thisRoom') : this.legend}</legend>
        ${levels.map(
          ([value, key]) =>
            html`<label>
              <input
                type="radio"
                name="level"
                .checked=${live(level === value)}
                @change=${() => this.#update(() => ({ ...(this.room ? { roomId: this.room } : {}), level: value }))}
              />
              ${language.text(key)}
            </label>`,
        )}
      </fieldset>
      <fieldset>
        <legend>${language.text('thisDevice')}</legend>
        <label>
          <input
            type="checkbox"
            .checked=${live(onDevice.get('sound') !== 'off')}
            @change=${(event: Event) => onDevice.set('sound', isChecked(event) ? '' : 'off')}
          />
          ${language.text('sound')}
        </label>
        ${
          typeof Notification === 'undefined'
            ? nothing
            : html`<label>
                <input
                  type="checkbox"
                  .checked=${live(onDevice.get('notes') === 'on' && !blocked)}
                  ?disabled=${blocked}
                  @change=${this.#onNotes}
                />
                ${language.text('notifyDevice')}
              </label>`
        }
        ${blocked ? html`<p class="hint">${language.text('notifyBlocked')}</p>` : nothing}
      </fieldset>
      ${settings?.email ? this.#renderEmail(settings.email) : nothing}
      <fieldset ?disabled=${settings === null}>
        <legend>${language.text('quietHours')}</legend>
        <label>
          <input type="checkbox" .checked=${live(quiet !== undefined)} @change=${this.#onQuiet} />
          ${language.text('quietOn')}
        </label>
        ${
          quiet
            ? html`<div class="times">
                  <label>${language.text('quietFrom')} ${this.#time('from', quiet.from)}</label>
                  <label>${language.text('quietTo')} ${this.#time('to', quiet.to)}</label>
                </div>
                ${quiet.timeZone === here() ? nothing : html`<p class="hint" dir="ltr">${quiet.timeZone}</p>`}`
            : nothing
        }
      </fieldset>
    </form>`;
  }

  #renderEmail(chosen: NotificationLevel): TemplateResult {
    const language = this.#language.current;
    return html`<fieldset>
      <legend>${emailTexts(language.tag).legend}</legend>
      ${levels.map(
        ([value, key]) =>
          html`<label>
            <input
              type="radio"
              name="email"
              .checked=${live(chosen === value)}
              @change=${() => this.#update(() => ({ email: value }))}
            />
            ${language.text(key)}
          </label>`,
      )}
    </fieldset>`;
  }

  #time(end: 'from' | 'to', value: string): TemplateResult {
    return html`<input
      type="time"
      required
      .value=${live(value)}
      @change=${(event: Event) => {
        const at = (event.target as HTMLInputElement).value;
        if (at)
          this.#update(({ quiet }) => (quiet ? { quiet: { ...quiet, [end]: at, timeZone: here() } } : {}));
      }}
    />`;
  }

  #onQuiet = (event: Event): void => {
    const quiet = isChecked(event) ? { from: '22:00', to: '07:00', timeZone: here() } : null;
    this.#update(() => ({ quiet }));
  };

  #onNotes = (event: Event): void => {
    const wanted = isChecked(event);
    this.#try(async (client) => {
      const granted = wanted && (await Notification.requestPermission()) === 'granted';
      onDevice.set('notes', granted ? 'on' : '');
      const publicKey = this.settings?.publicKey;
      if (granted && publicKey) await subscribeDevice(client, defaultAddress(), publicKey);
      if (!wanted) await unsubscribeDevice(client);
      this.requestUpdate();
    });
  };

  /** Saves one change at a time, because each builds on the one before. */
  #update(change: (before: NotificationSettings) => Input<'notification:settings'>): void {
    this.#try(async (client) => {
      const turn = this.#changing.then(async () => {
        if (!this.settings) return;
        this.settings = await client.notifications.update(change(this.settings));
        forgetNotificationSettings(client);
      });
      this.#changing = turn.catch(() => {});
      await turn;
    });
  }

  /** Shows a rejected setting as it was, and reports the error. */
  #try(work: (client: ChatClient) => Promise<void>): void {
    const { client } = this;
    if (!client) return;
    work(client).catch((error: unknown) => {
      this.requestUpdate();
      emit(this, 'chat-error', { error });
    });
  }
}

/** Quiet hours use the time zone in which they were set. */
const here = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

const isChecked = ({ target }: Event): boolean => (target as HTMLInputElement).checked;

define('chat-notification-settings', ChatNotificationSettings);
