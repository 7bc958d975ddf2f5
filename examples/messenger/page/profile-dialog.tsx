import type { ChatClient } from '@chat/client';
import type { ChosenStatus, Profile } from '@chat/protocol';
import { useEffect, useState, type FormEvent } from 'react';
import { Avatar } from './avatar.tsx';
import { Dialog } from './dialog.tsx';
import { errorText, texts } from './texts.ts';

const statuses: ChosenStatus[] = ['online', 'away', 'busy'];
const textIn = (form: FormData, field: string): string => {
  const value = form.get(field);
  return typeof value === 'string' ? value.trim() : '';
};

export const ProfileDialog = ({
  client,
  email,
  onPassword,
  onLogOut,
  onClose,
}: {
  client: ChatClient;
  email: string;
  onPassword(): void;
  onLogOut(): void;
  onClose(): void;
}) => {
  const [profile, setProfile] = useState<Profile | null>(null);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState('');
  const act = async (task: () => Promise<Profile>) => {
    setSaid('');
    setProblem('');
    try {
      setProfile(await task());
      setSaid(texts.saved);
    } catch (error) {
      setProblem(errorText(error));
    }
  };
  useEffect(() => {
    client.users.get().then(setProfile, (error: unknown) => setProblem(errorText(error)));
  }, [client]);

  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void act(async () => {
      const text = textIn(form, 'statusText');
      await client.users.setStatus(textIn(form, 'status') as ChosenStatus, text === '' ? {} : { text });
      return client.users.update({ about: textIn(form, 'about') });
    });
  };

  return (
    <Dialog title={texts.profile} onClose={onClose}>
      {profile ? (
        <form className="profile" onSubmit={save}>
          <div className="who">
            <Avatar id={profile.user.id} name={profile.user.name} avatarUrl={profile.user.avatarUrl} />
            <p>
              <strong dir="auto">{profile.user.name}</strong>
              <span>{email}</span>
            </p>
          </div>
          <div className="pictures">
            <label className="quiet">
              {texts.picture}
              <input
                type="file"
                accept="image/*"
                className="visually-hidden"
                onChange={({ target }) => {
                  const [file] = target.files ?? [];
                  if (file) void act(() => client.users.setPicture(file));
                  target.value = '';
                }}
              />
            </label>
            {profile.user.avatarUrl && (
              <button
                type="button"
                className="quiet"
                onClick={() => void act(() => client.users.update({ avatarUrl: null }))}
              >
                {texts.noPicture}
              </button>
            )}
          </div>
          <label className="field">
            <span>{texts.status}</span>
            <select name="status" defaultValue={profile.own?.chosen ?? 'online'}>
              {statuses.map((each) => (
                <option key={each} value={each}>
                  {texts[each]}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>{texts.statusText}</span>
            <input
              name="statusText"
              maxLength={200}
              defaultValue={profile.statusText ?? ''}
              autoComplete="off"
            />
          </label>
          <label className="field">
            <span>{texts.about}</span>
            <textarea name="about" rows={3} maxLength={500} defaultValue={profile.about ?? ''} />
          </label>
          <button type="button" className="link" onClick={onPassword}>
            {texts.changePassword}
          </button>
          <p className="said" role="status">
            {said}
          </p>
          <p className="problem" role="alert">
            {problem}
          </p>
          <div className="buttons">
            <button type="button" className="quiet danger" onClick={onLogOut}>
              {texts.logOut}
            </button>
            <button className="primary">{texts.save}</button>
          </div>
        </form>
      ) : (
        <p role="status" className="hint">
          {problem || texts.loading}
        </p>
      )}
    </Dialog>
  );
};
