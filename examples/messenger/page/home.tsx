import type { ChatClient } from '@chat/client';
import { useChatClient, useRooms } from '@chat/client/react';
import { ChatRoom, ChatRooms, type ChatRoomsElement } from '@chat/widget/react';
import { useEffect, useRef, useState } from 'react';
import type { Session } from './api.ts';
import { CallElsewhere } from './call-elsewhere.tsx';
import { MyMenu } from './my-menu.tsx';
import { PasswordDialog } from './password-dialog.tsx';
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
  const [isChanging, setChanging] = useState(false);
  const rooms = useRef<ChatRoomsElement>(null);
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
        <MyMenu
          me={me}
          email={session.user.email}
          onOpen={(what) => rooms.current?.openOwn(what)}
          onPassword={() => setChanging(true)}
          onLogOut={onLogOut}
        />
      </header>
      <CallElsewhere client={client} room={room} choose={choose} />
      <main className="talk">
        <h1 className="visually-hidden">Messenger</h1>
        <ChatRooms
          ref={rooms}
          client={client}
          room={room}
          lang={language}
          onRoomChosen={({ room: next }) => choose(next)}
        >
          <ChatRoom lang={language} features="+encryption" />
        </ChatRooms>
        {loaded && items.length === 0 && room === '' && (
          <section className="empty">
            <h2>{texts.emptyTitle}</h2>
            <p>{texts.emptyText}</p>
            <div className="buttons">
              <button type="button" className="primary" onClick={() => void rooms.current?.openNewRoom()}>
                {texts.findPeople}
              </button>
              <button type="button" className="quiet" onClick={() => void writeTo('bot').catch(() => {})}>
                {texts.writeToBot}
              </button>
            </div>
          </section>
        )}
      </main>
      {isChanging && (
        <PasswordDialog
          token={session.token}
          onChanged={() => onOver(texts.passwordSet)}
          onClose={() => setChanging(false)}
        />
      )}
    </div>
  );
};
