import type { ChatRoom } from '@chat/client';
import type { InviteLink } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { define } from '../../core/define.ts';
import { fillPlural, fillText } from '../../i18n/fill-text.ts';
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
import { pageAddress } from '../../ui/page-address.ts';
import { inviteLinkTexts } from './invite-link-texts.ts';

const validities = [3_600, daySeconds, 7 * daySeconds, 30 * daySeconds];
const usual = 7 * daySeconds;
const counts = [1, 10, 100];

/** Creates, lists and revokes the invite links of a room. */
export class ChatInviteLinks extends LinksDialog {
  static override properties = { longest: { state: true } };
  /** The longest validity that the server allows, seconds. */
  declare longest: number;

  constructor() {
    super();
    this.longest = Infinity;
  }

  protected override textsIn(tag: string): LinkKindTexts {
    return inviteLinkTexts(tag);
  }

  protected override renderChoices(language: Language): TemplateResult {
    const { tag } = language;
    const texts = inviteLinkTexts(tag);
    const offered = validities.filter((seconds) => seconds <= this.longest);
    return html`<div class="limits">
      <label
        >${linkTexts(tag).expires}<select name="validity">
          ${offered.map((seconds) => html`<option value=${seconds} ?selected=${seconds === usual}>${validityText(seconds, tag)}</option>`)}
          ${
            this.longest === Infinity
              ? html`<option value="">${texts.never}</option>`
              : offered.length === 0
                ? html`<option value="">${validityText(this.longest, tag)}</option>`
                : nothing
          }
        </select></label
      >
      <label
        >${texts.maxUses}<select name="uses">
          <option value="" selected>${texts.noLimit}</option>
          ${counts.map((count) => html`<option value=${count}>${language.number(count)}</option>`)}
        </select></label
      >
    </div>`;
  }

  protected override async list({ members }: ChatRoom): Promise<ActiveLink[]> {
    const { links, maxSeconds = Infinity } = await members.inviteLinks();
    this.longest = maxSeconds;
    return links.map((link) => shownLink(link, this.language.current));
  }

  protected override async create({ id: room, members }: ChatRoom, chosen: FormData): Promise<NewLink> {
    const expiresInSeconds = Number(chosen.get('validity'));
    const maxUses = Number(chosen.get('uses'));
    const { linkId, code } = await members.createInviteLink({
      ...(expiresInSeconds > 0 ? { expiresInSeconds } : {}),
      ...(maxUses > 0 ? { maxUses } : {}),
    });
    const address = pageAddress(this, 'invite-link', { room, code }, { chat: room, invite: code });
    return { id: linkId, address };
  }

  protected override revoke({ members }: ChatRoom, id: string): Promise<void> {
    return members.revokeInviteLink(id);
  }
}

const shownLink = (
  { linkId, uses, maxUses, expiresAt, createdBy }: InviteLink,
  language: Language,
): ActiveLink => {
  const { tag } = language;
  const texts = inviteLinkTexts(tag);
  return {
    id: linkId,
    createdBy,
    name:
      maxUses === undefined
        ? fillPlural(texts.uses, uses, tag)
        : fillText(texts.usesOf, { n: language.number(uses), max: language.number(maxUses) }),
    ends:
      expiresAt === undefined
        ? texts.forever
        : fillText(linkTexts(tag).until, { time: language.dateTime(expiresAt) }),
  };
};

define('chat-invite-links', ChatInviteLinks);
