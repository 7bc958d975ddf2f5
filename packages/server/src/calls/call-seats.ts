import type { CallSignal } from '@chat/protocol';
import type { Connection } from '../connections/connection.ts';
import { callRefusal } from './call-refusal.ts';
import { seat, type Device, type LiveCall, type Seat } from './call-state.ts';

export const seatsOf = ({ caller, callee }: LiveCall): Seat[] => [caller, callee];

export const seatFor = ({ caller, callee }: LiveCall, userId: string): Seat =>
  caller.user.id === userId ? caller : callee;

export const isIn = (call: LiveCall, userId: string): boolean =>
  seatsOf(call).some(({ user }) => user.id === userId);

const checkActive = ({ line }: LiveCall): void => {
  if (line.state === 'ended') throw callRefusal('call_ended');
  if (line.state === 'ringing') throw callRefusal('not_answered');
};

/** Connected to this node or to another. */
export const isConnected = ({ connection, there }: Seat): boolean =>
  connection !== undefined || there !== undefined;

/** Gives the seat to the device that had it, or to a new one if no device is connected. */
export const takeSeat = (call: LiveCall, userId: string, device: Device, now: number): void => {
  if (call.line.state === 'ended') throw callRefusal('call_ended');
  const place = seatFor(call, userId);
  if (call.line.state === 'ringing' && place === call.callee) throw callRefusal('not_answered');
  const free = !isConnected(place) || place.device === undefined;
  if (!free && device.name !== place.device) throw callRefusal('answered_elsewhere');
  seat(place, device, now);
};

/** Returns whether the connection was in this call. */
export const leaveSeat = (call: LiveCall, connection: Connection, now: number): boolean => {
  const place = seatsOf(call).find((each) => each.connection === connection);
  if (!place) return false;
  place.connection = undefined;
  place.awaySince = now;
  return true;
};

/** Calls `beyond` if the other user is connected to another node. */
export const passSignal = (
  call: LiveCall,
  from: string,
  device: Device,
  signal: CallSignal,
  beyond: () => void,
): void => {
  checkActive(call);
  const place = seatFor(call, from);
  if (place.device !== (device.name ?? device.connection.id)) throw callRefusal('answered_elsewhere');
  const { connection, there } = place === call.caller ? call.callee : call.caller;
  if (!connection && there !== undefined) return beyond();
  if (!connection) throw callRefusal('peer_away');
  connection.deliver([{ type: 'call:signal', roomId: call.roomId, callId: call.id, from, signal }]);
};

/** Returns whether the value has changed. */
export const setRecording = (call: LiveCall, userId: string, recording: boolean): boolean => {
  checkActive(call);
  const place = seatFor(call, userId);
  const isNew = place.recording !== recording;
  place.recording = recording;
  return isNew;
};
