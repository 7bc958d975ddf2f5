import { useChatClient } from '@chat/client/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Chat } from './chat.tsx';

const params = new URLSearchParams(location.search);

const Page = () => {
  const client = useChatClient({ name: params.get('name') ?? 'Guest' });
  return <Chat client={client} roomId={params.get('room') ?? 'lobby'} />;
};

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  );
}
