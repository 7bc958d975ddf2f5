import { pageSize, type auditCommands } from '@chat/protocol';
import { accessTo, accessWith } from '../access.ts';
import type { Handlers } from '../context.ts';

export const audit: Handlers<keyof typeof auditCommands> = {
  'audit:list': async (context, { roomId, before, limit = pageSize.default }) => {
    const access = await accessWith(context, roomId, 'audit:list');
    const query = { limit, ...(before === undefined ? {} : { before }) };
    const page = await access.room.timeline.audit(roomId, query);
    await accessTo(context, access, page.entries, 'audit:list');
    return page;
  },
};
