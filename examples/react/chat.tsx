import type { ChatClient } from '@chat/client';
import { useMessages, useRoom, useRoomState, useTyping } from '@chat/client/react';
import { useState, type FormEvent } from 'react';

export const Chat = ({ client, roomId }: { client: ChatClient; roomId: string }) => {
  const room = useRoom(client, roomId);
  const { status, error } = useRoomState(room);
  const { items } = useMessages(room);
  const { users } = useTyping(room);
  const [text, setText] = useState('');

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
