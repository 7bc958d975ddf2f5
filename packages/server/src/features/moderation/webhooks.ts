import { ChatError, pageSize, type webhookCommands } from '@chat/protocol';
import type { Handlers } from '../../commands/context.ts';

export const webhooks: Handlers<keyof typeof webhookCommands> = {
  'webhook:list': ({ user, webhooks }, { limit = pageSize.default }) => {
    if (user.role !== 'admin') throw new ChatError('forbidden', 'only an admin may do this');
    const list = webhooks?.list() ?? [];
    return { webhooks: list.map((each) => ({ ...each, deliveries: each.deliveries.slice(0, limit) })) };
  },
};
