import { callCommands, fields, groupCallCommands, parseField } from '@chat/protocol';
import type { Given } from './bus-messages.ts';

const { signal: signalOf, device: deviceOf } = callCommands['call:signal'].input.entries;
const { device: groupDevice } = groupCallCommands['groupcall:join'].input.entries;

/** What nodes tell each other of calls. What a call is stands in its message; who is in it now is of the moment. */
export const callReaders = {
  /** The message of a call has changed: look at it. */
  call: ({ roomId, callId }: Given) => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    callId: parseField(fields.messageId, callId, 'callId'),
  }),
  /** Somebody's place in a call; `nodeId`: where their device is connected, absent: it is not. */
  seat: ({ callId, userId, device, nodeId, recording }: Given) => {
    const name = parseField(deviceOf, device, 'device');
    return {
      callId: parseField(fields.messageId, callId, 'callId'),
      userId: parseField(fields.id, userId, 'userId'),
      ...(name === undefined ? {} : { device: name }),
      ...(nodeId === undefined ? {} : { nodeId: parseField(fields.id, nodeId, 'nodeId') }),
      recording: recording === true,
    };
  },
  /** A signal of one for the device of the other. */
  signal: ({ callId, from, signal }: Given) => ({
    callId: parseField(fields.messageId, callId, 'callId'),
    from: parseField(fields.id, from, 'from'),
    signal: parseField(signalOf, signal, 'signal'),
  }),
  /** Somebody is in a call for many with this device, through the node that says so. */
  held: ({ callId, userId, device }: Given) => ({
    callId: parseField(fields.messageId, callId, 'callId'),
    userId: parseField(fields.id, userId, 'userId'),
    device: parseField(groupDevice, device, 'device'),
  }),
};
