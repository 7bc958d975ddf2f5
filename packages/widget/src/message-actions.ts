import type { MessageItem } from '@chat/client';
import type { Can } from '@chat/protocol';
import { shows } from './features.ts';
import type { Language } from './language/language.ts';
import type { MenuAction } from './message-menu.ts';

/** What the user may do with a message: by its state, by right, and by what the page offers. */
export const actionsOf = (
  item: MessageItem,
  can: Can | null,
  features: string | null,
  language: Language,
): MenuAction[] => {
  if (item.deletedAt !== undefined || item.status !== 'sent') return [];
  const actions: MenuAction[] = [];
  if (item.mine && can?.['message:edit']) actions.push({ name: 'edit', label: language.text('edit') });
  actions.push({ name: 'copy', label: language.text('copy') });
  if (can?.[item.mine ? 'message:delete' : 'message:moderate'])
    actions.push({ name: 'delete', label: language.text('delete'), confirm: language.text('confirmDelete') });
  return actions.filter(({ name }) => shows(features, name));
};
