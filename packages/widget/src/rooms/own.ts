import type { ChatClient } from '@chat/client';
import type { Language } from '../i18n/language.ts';

/** What is one's own, whatever the room. */
export type Own = 'profile' | 'notifications';

/** Opens a dialog over the list; it comes when it is asked for. */
export const openOwn = (
  host: HTMLElement & { requestUpdate(): void },
  client: ChatClient | null,
  language: Language,
  what: Own,
): void => {
  const me = client?.user;
  if (!client || !me) return;
  if (what === 'profile')
    void import('../features/users/users.ts').then(({ openCard }) =>
      openCard({ client, language, host, features: null }, me),
    );
  else
    void import('./notifications-dialog.ts').then(({ openNotifications }) =>
      openNotifications(host, client, language),
    );
};
