import { ChatError } from '@chat/client';
import type { Location } from '@chat/protocol';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { define } from '../../core/define.ts';
import type { RoomContext } from '../../core/feature.ts';
import { base } from '../../styles/base.ts';
import { dialogStyle } from '../../styles/dialog.ts';
import { tokens } from '../../styles/tokens.ts';
import { locationCard } from './location-card.ts';
import { locationStyle } from './location.styles.ts';
import { accuracyText, coordinates, locationTexts } from './texts.ts';

const timeoutMs = 20_000;

/** Rounds to about a metre, as it is shown. */
const rounded = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;

const locate = (): Promise<Location> =>
  new Promise((resolve, reject) =>
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) =>
        resolve({
          latitude: rounded(latitude),
          longitude: rounded(longitude),
          accuracy: Math.ceil(accuracy),
        }),
      reject,
      { enableHighAccuracy: true, timeout: timeoutMs, maximumAge: 0 },
    ),
  );

/** Asks the browser where the device is, shows it, and sends it once the user confirms. */
export class ChatLocation extends LitElement {
  static override styles = [
    tokens,
    base,
    dialogStyle,
    locationStyle,
    css`
      dialog[open] {
        display: grid;
        gap: 14px;
      }
    `,
  ];
  static override properties = {
    context: { attribute: false },
    found: { state: true },
    busy: { state: true },
    problem: { state: true },
  };
  declare context: RoomContext | null;
  declare found: Location | null;
  declare busy: boolean;
  declare problem: string;

  constructor() {
    super();
    this.context = null;
    this.found = null;
    this.busy = false;
    this.problem = '';
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
    void this.#locate();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { context, found, busy } = this;
    if (!context) return nothing;
    const { language } = context;
    const texts = locationTexts(language.tag);
    const status = found
      ? `${coordinates(found)}. ${accuracyText(found.accuracy ?? 0, language.tag)}`
      : busy
        ? texts.searching
        : '';
    return html`<dialog
      aria-labelledby="title"
      dir=${language.dir}
      @close=${() => this.remove()}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      <h2 id="title">${texts.share}</h2>
      <p role="status" class=${found ? 'visually-hidden' : ''}>${status}</p>
      ${
        found
          ? html`${locationCard(found, language)}
              <p>${texts.hint}</p>`
          : nothing
      }
      <p class="problem" role="alert">${this.problem}</p>
      <div class="buttons">
        <button type="button" class="quiet" @click=${() => this.#dialog?.close()}>
          ${language.text('cancel')}
        </button>
        ${
          this.problem && !found
            ? html`<button type="button" class="primary" ?disabled=${busy} @click=${() => this.#locate()}>
                ${texts.again}
              </button>`
            : html`<button
                type="button"
                class="primary"
                ?disabled=${busy || !found}
                @click=${() => this.#send()}
              >
                ${texts.send}
              </button>`
        }
      </div>
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  async #locate(): Promise<void> {
    const texts = locationTexts(this.context?.language.tag ?? 'en');
    this.busy = true;
    this.problem = '';
    try {
      this.found = await locate();
    } catch (error) {
      const isDenied = (error as Partial<GeolocationPositionError>).code === 1;
      this.problem = isDenied ? texts.denied : texts.unavailable;
    }
    this.busy = false;
  }

  #send(): void {
    const { context, found } = this;
    if (!context || !found) return;
    // The list shows a failure, as of any message.
    context.room.messages.send({ text: '', location: found }).catch((error: unknown) => {
      if (!ChatError.is(error)) throw error;
    });
    this.#dialog?.close();
  }
}

define('chat-location', ChatLocation);
