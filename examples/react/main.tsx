import { createChatClient } from '@chat/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Chat } from './chat.tsx';

const params = new URLSearchParams(location.search);
const client = createChatClient({ name: params.get('name') ?? 'Guest' });
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Chat client={client} roomId={params.get('room') ?? 'lobby'} />
    </StrictMode>,
  );
}
