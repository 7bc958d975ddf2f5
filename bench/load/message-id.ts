import { uuidV7 } from '../../packages/client/src/platform/uuid-v7.ts';

/** As our client makes them, in order of time: an index of random ids would be written all over. */
export const messageId = uuidV7(Date.now);
