import type { ChatError, ChatRoom } from '@chat/client';
import { overlayLimits } from '@chat/protocol';
import { css, html, type TemplateResult } from 'lit';
import { define } from '../../core/define.ts';
import { fillText } from '../../i18n/fill-text.ts';
import type { Language } from '../../i18n/language.ts';
import {
  daySeconds,
  LinksDialog,
  validityText,
  type ActiveLink,
  type LinkKindTexts,
  type NewLink,
} from '../../ui/links/links-dialog.ts';
import { linkTexts } from '../../ui/links/texts.ts';
import { defaultOverlayParts, overlayParts, type OverlayPart } from './overlay-parts.ts';
import { overlayLinkTexts } from './texts.ts';

const validities = [daySeconds, overlayLimits.defaultSeconds, 30 * daySeconds, overlayLimits.maxSeconds];

/** Creates, lists and revokes the links by which programs for videos show a room. */
export class ChatOverlayLinks extends LinksDialog {
  static override styles = [
    ...LinksDialog.styles,
    css`
      fieldset {
        grid-template-columns: repeat(auto-fit, minmax(min(9rem, 100%), 1fr));
        column-gap: 12px;
      }
      legend {
        padding: 0;
        font-size: 0.9em;
      }
    `,
  ];
  static override properties = { parts: { state: true } };
  /** What the overlay shows. */
  declare parts: ReadonlySet<OverlayPart>;

  constructor() {
    super();
    this.parts = new Set(defaultOverlayParts);
  }

  protected override textsIn(tag: string): LinkKindTexts {
    return overlayLinkTexts(tag);
  }

  protected override renderChoices({ tag }: Language): TemplateResult {
    const texts = overlayLinkTexts(tag);
    return html`<fieldset>
        <legend>${texts.show}</legend>
        ${overlayParts.map(
          (part) =>
            html`<label class="choice"
              ><input
                type="checkbox"
                name=${part}
                .checked=${this.parts.has(part)}
                ?disabled=${this.parts.size === 1 && this.parts.has(part)}
                @change=${() => this.#toggle(part)}
              />${texts.parts[part]}</label
            >`,
        )}
      </fieldset>
      <div class="limits">
        <label
          >${linkTexts(tag).expires}<select name="validity">
            ${validities.map(
              (seconds) =>
                html`<option value=${seconds} ?selected=${seconds === overlayLimits.defaultSeconds}>
                  ${validityText(seconds, tag)}
                </option>`,
            )}
          </select></label
        >
      </div>`;
  }

  protected override problemOf(error: ChatError): string {
    return error.reason === 'too_many_overlays'
      ? overlayLinkTexts(this.language.current.tag).full
      : super.problemOf(error);
  }

  /** The address of the last link follows the choice: one token serves several sources. */
  protected override addressOf({ address }: NewLink): string {
    const url = new URL(address);
    url.searchParams.set('show', overlayParts.filter((part) => this.parts.has(part)).join(','));
    return url.href.replaceAll('%2C', ',');
  }

  protected override async list({ overlays }: ChatRoom): Promise<ActiveLink[]> {
    const { tag, dateTime } = this.language.current;
    return (await overlays.list()).map(({ overlayId, createdBy, createdAt, expiresAt }) => ({
      id: overlayId,
      createdBy,
      name: dateTime(createdAt),
      ends: fillText(linkTexts(tag).until, { time: dateTime(expiresAt) }),
    }));
  }

  protected override async create({ overlays }: ChatRoom, chosen: FormData): Promise<NewLink> {
    const { overlayId, token } = await overlays.create({ expiresInSeconds: Number(chosen.get('validity')) });
    return { id: overlayId, address: await overlays.url(token) };
  }

  protected override revoke({ overlays }: ChatRoom, id: string): Promise<void> {
    return overlays.revoke(id);
  }

  #toggle(part: OverlayPart): void {
    const parts = new Set(this.parts);
    if (!parts.delete(part)) parts.add(part);
    this.parts = parts;
    this.isCopied = false;
  }
}

define('chat-overlay-links', ChatOverlayLinks);
