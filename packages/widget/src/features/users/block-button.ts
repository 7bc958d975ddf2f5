import type { User } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { shows } from '../../core/feature-filter.ts';
import { blockedTexts } from '../../i18n/blocked-texts.ts';
import { fillText } from '../../i18n/fill-text.ts';
import { icons } from '../../ui/all-icons.ts';
import type { ProfileContext } from './chat-profile.ts';

interface BlockContext {
  context: ProfileContext;
  user: User;
  act: (work: () => Promise<string | void>) => Promise<void>;
}

/** Blocks a user, or unblocks them. Only in a room, which tells whom the user has blocked. */
export const blockButton = ({ context, user, act }: BlockContext): TemplateResult | typeof nothing => {
  const { room, client, language, features } = context;
  if (!room || !shows(features, 'block')) return nothing;
  const texts = blockedTexts(language.tag);
  const isBlocked = room.state.get().blocked.includes(user.id);
  const toggle = async (): Promise<string> => {
    await client.users[isBlocked ? 'unblock' : 'block'](user.id);
    return fillText(isBlocked ? texts.unblocked : texts.blocked, { name: user.name });
  };
  return html`<button
    type="button"
    class="link quiet block"
    title=${isBlocked ? nothing : texts.explained}
    @click=${() => act(toggle)}
  >
    ${icons.ban}${isBlocked ? texts.unblock : texts.block}
  </button>`;
};
