import { html, nothing } from 'lit';
import type { Language } from '../i18n/language.ts';
import type { Piece } from '../core/feature.ts';

interface Typists {
  users: readonly { id: string; name: string }[];
  count: number;
}

/** Names up to this many are told; more are "several people". */
const named = 2;

export const typingText = ({ users, count }: Typists, me: string | undefined, language: Language): string => {
  const others = users.filter(({ id }) => id !== me);
  const n = Math.max(others.length, count - (users.length - others.length));
  if (n === 0) return '';
  if (n > named || others.length < n) return language.text('typingMany');
  return language.plural('typing', n, { names: language.list(others.map(({ name }) => name)) });
};

/** The line for it is always there, so that nothing jumps. */
export const typingLine = (typists: Typists, me: string | undefined, language: Language): Piece => {
  const text = typingText(typists, me, language);
  return text
    ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span><span class="who">${text}</span>`
    : nothing;
};
