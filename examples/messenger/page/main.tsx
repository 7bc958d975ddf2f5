import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { ask, keepSession, keptSession, type Session } from './api.ts';
import { Entry } from './entry.tsx';
import { Home } from './home.tsx';
import { language } from './texts.ts';

document.documentElement.lang = language;

const App = () => {
  const [session, setSession] = useState(keptSession);
  const [note, setNote] = useState('');
  const become = (next: Session | null, why = '') => {
    keepSession(next);
    setSession(next);
    setNote(why);
  };
  const logOut = () => {
    // The next user must not see the drafts.
    sessionStorage.clear();
    if (session) void ask('/api/auth/logout', { token: session.token, body: {} }).catch(() => {});
    become(null);
  };
  if (!session) return <Entry key={note} note={note} onEnter={become} />;
  return (
    <Home key={session.user._id} session={session} onLogOut={logOut} onOver={(why) => become(null, why)} />
  );
};

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
