import { ChatError } from '@chat/protocol';

const texts = {
  id_reused: 'a call of this id exists',
  nobody_to_call: 'there is nobody else in this room',
  not_two: 'a call is between two: there are more people in this room',
  in_call: 'you are in another call',
  call_exists: 'there is a call in this room',
  call_ended: 'the call has ended',
  not_answered: 'the call has not been answered',
  answered_elsewhere: 'the call is on another device of yours',
  peer_away: 'the device of the other is not connected',
};

/** Returns the error for a call command that conflicts with the call's state. */
export const callRefusal = (reason: keyof typeof texts): ChatError =>
  new ChatError('conflict', texts[reason], { reason });
