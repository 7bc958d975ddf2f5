import * as v from 'valibot';
import { command } from './command.ts';
import { id, position } from './fields.ts';

/** A read watermark: everything up to `seq` has been seen. It only grows. */
export interface Receipt {
  userId: string;
  seq: number;
}

export const receiptCommands = {
  'receipt:read': command<{ seq: number; unread: number }>()({
    http: 'PUT /rooms/:roomId/read',
    summary: 'Say that I have read up to a seq; answers the watermark as it now is',
    input: v.strictObject({ roomId: id, seq: position }),
  }),
};
