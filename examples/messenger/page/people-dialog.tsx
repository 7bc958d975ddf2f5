import type { ChatClient } from '@chat/client';
import { useEffect, useState, type FormEvent } from 'react';
import { ask, type Person } from './api.ts';
import { Avatar } from './avatar.tsx';
import { Dialog } from './dialog.tsx';
import { errorText, texts } from './texts.ts';

/** Pause after the last key before a search. */
const pauseMs = 200;

/** The users found, or all users without a search. Null: loading. */
const usePeople = (token: string, words: string): Person[] | null => {
  const [people, setPeople] = useState<Person[] | null>(null);
  useEffect(() => {
    let isLatest = true;
    const find = async () => {
      const found = await ask<Person[]>(`/api/users?search=${encodeURIComponent(words.trim())}`, { token });
      if (isLatest) setPeople(found);
    };
    const timer = setTimeout(
      () => void find().catch(() => isLatest && setPeople([])),
      words === '' ? 0 : pauseMs,
    );
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [token, words]);
  return people;
};

export const PeopleDialog = ({
  client,
  token,
  onMade,
  onClose,
}: {
  client: ChatClient;
  token: string;
  onMade(room: string): void;
  onClose(): void;
}) => {
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState<Person[]>([]);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const people = usePeople(token, words);
  const isChosen = ({ _id }: Person) => chosen.some((each) => each._id === _id);
  const toggle = (person: Person) =>
    setChosen(isChosen(person) ? chosen.filter(({ _id }) => _id !== person._id) : [...chosen, person]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const [first] = chosen;
    if (!first || busy) return;
    const title = new FormData(event.currentTarget).get('name');
    setBusy(true);
    setProblem('');
    try {
      if (chosen.length === 1) onMade((await client.rooms.direct(first._id)).id);
      else {
        const names = chosen.map(({ username }) => username).join(', ');
        const name = ((typeof title === 'string' && title.trim()) || names).slice(0, 200);
        const members = chosen.map(({ _id }) => _id);
        const made = await ask<{ _id: string }>('/api/chat/rooms', { token, body: { name, members } });
        onMade(made._id);
      }
      onClose();
    } catch (error) {
      setProblem(errorText(error));
      setBusy(false);
    }
  };

  return (
    <Dialog title={texts.people} onClose={onClose}>
      <form className="people" onSubmit={(event) => void submit(event)}>
        <input
          type="search"
          value={words}
          placeholder={texts.findPeople}
          aria-label={texts.findPeople}
          autoComplete="off"
          autoFocus
          onChange={(event) => setWords(event.target.value)}
        />
        {chosen.length > 0 ? (
          <ul className="chosen" aria-label={texts.chosen}>
            {chosen.map((person) => (
              <li key={person._id}>
                <button type="button" onClick={() => toggle(person)}>
                  <span className="visually-hidden">{texts.remove} </span>
                  {person.username} <span aria-hidden="true">×</span>
                </button>
              </li>
            ))}
          </ul>
        ) : (
          <p className="hint">{texts.choose}</p>
        )}
        <ul className="found" aria-label={texts.findPeople} aria-busy={people === null}>
          {people?.map((person) => (
            <li key={person._id}>
              <label>
                <input type="checkbox" checked={isChosen(person)} onChange={() => toggle(person)} />
                <Avatar id={person._id} name={person.username} />
                <span dir="auto">{person.username}</span>
                {person._id === 'bot' && <small>{texts.bot}</small>}
              </label>
            </li>
          ))}
          {people?.length === 0 && <li className="hint">{texts.nobody}</li>}
        </ul>
        {chosen.length > 1 && (
          <input
            name="name"
            maxLength={200}
            placeholder={texts.groupName}
            aria-label={texts.groupName}
            autoComplete="off"
          />
        )}
        <p className="problem" role="alert">
          {problem}
        </p>
        <div className="buttons">
          <button type="button" className="quiet" onClick={onClose}>
            {texts.cancel}
          </button>
          <button className="primary" disabled={busy || chosen.length === 0}>
            {chosen.length > 1 ? texts.createGroup : texts.write}
          </button>
        </div>
      </form>
    </Dialog>
  );
};
