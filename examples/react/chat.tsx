import type { ChatClient } from '@chat/client';
import { useEffect, useState, type FormEvent } from 'react';
import { useReadable } from './use-readable.ts';

export const Chat = ({ client, roomId }: { client: ChatClient; roomId: string }) => {
  const room = client.room(roomId);
  const { status, error } = useReadable(room.state);
  const { items } = useReadable(room.messages);
  const { users } = useReadable(room.typing);
  const [text, setText] = useState('');

  useEffect(() => {
    room.join().catch(() => {}); // the reason is in the room's state
    return () => void room.leave().catch(() => {});
  }, [room]);

  const send = (event: FormEvent) => {
    event.preventDefault();
    room.messages.send({ text }).catch(() => {}); // a failure shows as its status
    setText('');
  };

  return (
    <>
      <h1>{roomId}</h1>
      <p role="status">{error?.message ?? status}</p>
      <ol>
        {items.map((message) => (
          <li key={message.id} data-status={message.status}>
            {message.author.name}: {message.text}
          </li>
        ))}
      </ol>
      <p>{users.map(({ name }) => `${name} is typing`).join(', ')}</p>
      <form onSubmit={send}>
        <label>
          Message{' '}
          <input
            value={text}
            required
            onChange={(event) => {
              setText(event.target.value);
              room.typing.start();
            }}
          />
        </label>
        <button>Send</button>
      </form>
    </>
  );
};
