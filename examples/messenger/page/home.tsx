import type { ChatClient } from '@chat/client';
import { useChatClient, useReadable, useRooms } from '@chat/client/react';
import { ChatRoom, ChatRooms } from '@chat/widget/react';
import { useEffect, useRef, useState } from 'react';
import type { Session } from './api.ts';
import { Avatar } from './avatar.tsx';
import { PasswordDialog } from './password-dialog.tsx';
import { PeopleDialog } from './people-dialog.tsx';
import { ProfileDialog } from './profile-dialog.tsx';
import { language, texts } from './texts.ts';

const chosenRoom = (): string => {
  const [, room] = /^#\/chat\/(.+)$/.exec(location.hash) ?? [];
  return room === undefined ? '' : decodeURIComponent(room);
};

/** The room in the address: the browser's back and forward buttons switch rooms. */
const useChosen = (): [string, (room: string) => void] => {
  const [room, setRoom] = useState(chosenRoom);
  useEffect(() => {
    const follow = () => setRoom(chosenRoom());
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  const choose = (next: string) => {
    if (next === chosenRoom()) return;
    history.pushState(null, '', next === '' ? '/' : `/#/chat/${encodeURIComponent(next)}`);
    setRoom(next);
  };
  return [room, choose];
};

/** The signed-in user. */
const useMe = (client: ChatClient, session: Session) => {
  const [user, setUser] = useState(client.user);
  useEffect(() => {
    const stops = [client.on('hello', () => setUser(client.user)), client.on('user', setUser)];
    return () => stops.forEach((stop) => stop());
  }, [client]);
  return user ?? { id: session.user._id, name: session.user.username };
};

/** A ringing or active call in another room. Accepting it opens its room. */
const CallElsewhere = ({
  client,
  room,
  choose,
}: {
  client: ChatClient;
  room: string;
  choose(id: string): void;
}) => {
  const open = useReadable(client.calls).find(({ call, here }) => call.state === 'ringing' || here);
  const rang = useRef('');
  const id = open?.call.id ?? '';
  const roomId = open?.call.roomId ?? '';
  const state = open?.call.state;
  const isElsewhere = open !== undefined && state !== 'ended' && roomId !== room;
  useEffect(() => {
    if (state === 'ringing') rang.current = id;
    else if (state === 'active' && rang.current === id) {
      rang.current = '';
      choose(roomId);
    }
  });
  return isElsewhere ? (
    <chat-call class="elsewhere" client={client} room={roomId} ring lang={language} />
  ) : null;
};

export const Home = ({
  session,
  onLogOut,
  onOver,
}: {
  session: Session;
  onLogOut(): void;
  onOver(note: string): void;
}) => {
  const client = useChatClient({ token: session.token });
  const [room, choose] = useChosen();
  const [open, setOpen] = useState<'people' | 'profile' | 'password' | null>(null);
  const me = useMe(client, session);
  const { items, loaded } = useRooms(client);
  const unread = items.reduce((sum, each) => sum + (each.silencedUntil === undefined ? each.unread : 0), 0);
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Messenger` : 'Messenger';
  }, [unread]);
  useEffect(() => {
    const look = () => {
      if (client.error?.code === 'unauthenticated' || client.error?.code === 'expired')
        onOver(texts.sessionOver);
    };
    look();
    return client.on('status', look);
  });

  const writeTo = async (userId: string) => choose((await client.rooms.direct(userId)).id);
  return (
    <div className="home">
      <header className="site">
        <p className="brand">
          <img src="/favicon.svg" alt="" width="28" height="28" /> <span>Messenger</span>
        </p>
        <button type="button" className="tool" onClick={() => setOpen('people')}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <circle cx="10" cy="8.5" r="3.5" />
            <path d="M3.500 19.500c.6-3.400 3.300-5.200 6.500-5.200s5.900 1.800 6.500 5.200M18.500 8v6M15.500 11h6" />
          </svg>
          {texts.people}
        </button>
        <button type="button" className="me" title={texts.profile} onClick={() => setOpen('profile')}>
          <span className="visually-hidden">{texts.profile}: </span>
          <Avatar {...me} /> <span className="name">{me.name}</span>
        </button>
      </header>
      <CallElsewhere client={client} room={room} choose={choose} />
      <main className="talk">
        <ChatRooms
          client={client}
          room={room}
          lang={language}
          onRoomChosen={({ room: next }) => choose(next)}
          onNewRoom={() => {
            setOpen('people');
            return false;
          }}
        >
          <ChatRoom lang={language} />
        </ChatRooms>
        {loaded && items.length === 0 && room === '' && (
          <section className="empty">
            <h1>{texts.emptyTitle}</h1>
            <p>{texts.emptyText}</p>
            <div className="buttons">
              <button type="button" className="primary" onClick={() => setOpen('people')}>
                {texts.findPeople}
              </button>
              <button type="button" className="quiet" onClick={() => void writeTo('bot').catch(() => {})}>
                {texts.writeToBot}
              </button>
            </div>
          </section>
        )}
      </main>
      {open === 'people' && (
        <PeopleDialog client={client} token={session.token} onMade={choose} onClose={() => setOpen(null)} />
      )}
      {open === 'profile' && (
        <ProfileDialog
          client={client}
          email={session.user.email}
          onPassword={() => setOpen('password')}
          onLogOut={onLogOut}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'password' && (
        <PasswordDialog
          token={session.token}
          onChanged={() => onOver(texts.passwordSet)}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
};
