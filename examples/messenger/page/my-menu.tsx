import type { User } from '@chat/protocol';
import { useRef } from 'react';
import { texts } from './texts.ts';

/** The user's menu: the settings of the chat, and those of the account. */
export const MyMenu = ({
  me: { id, name, avatarUrl },
  email,
  onOpen,
  onPassword,
  onLogOut,
}: {
  me: Pick<User, 'id' | 'name' | 'avatarUrl'>;
  email: string;
  onOpen(what: 'profile' | 'notifications'): void;
  onPassword(): void;
  onLogOut(): void;
}) => {
  const menu = useRef<HTMLDivElement>(null);
  const entry = (text: string, icon: string, act: () => void) => (
    <button
      type="button"
      onClick={() => {
        menu.current?.hidePopover();
        act();
      }}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={icon} />
      </svg>
      {text}
    </button>
  );
  return (
    <>
      <button type="button" className="me" popoverTarget="menu">
        <span className="visually-hidden">{texts.account}: </span>
        <chat-avatar user={id} name={name} picture={avatarUrl ?? ''} /> <span className="name">{name}</span>
      </button>
      <div className="menu" id="menu" popover="auto" ref={menu}>
        <p className="email">{email}</p>
        {entry(
          texts.profile,
          'M8.300 8.500a3.700 3.700 0 1 0 7.400 0a3.700 3.700 0 1 0-7.400 0M5 19.500c.7-3.400 3.500-5.200 7-5.200s6.300 1.800 7 5.200',
          () => onOpen('profile'),
        )}
        {entry(
          texts.notifications,
          'M6.500 16.500V11a5.500 5.500 0 0 1 11 0v5.500l1.500 1.500H5zM10 20.500h4',
          () => onOpen('notifications'),
        )}
        {entry(texts.changePassword, 'M6 11h12v8.500H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3', onPassword)}
        <hr />
        {entry(
          texts.logOut,
          'M10 4.500H6a1.500 1.500 0 0 0-1.500 1.500v12A1.500 1.500 0 0 0 6 19.500h4M14.500 8l4 4-4 4M18 12H10',
          onLogOut,
        )}
      </div>
    </>
  );
};
