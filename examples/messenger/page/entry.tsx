import { useEffect, useRef, useState, type FormEvent, type InputHTMLAttributes, type ReactNode } from 'react';
import { ask, type Session } from './api.ts';
import { errorText, texts } from './texts.ts';

type View = 'logIn' | 'signUp' | 'forgot' | 'reset';

/** The token of a mailed link, removed from the address at once. */
const resetToken = (): string | null => {
  const [, token] = /^#\/reset\/(.+)$/.exec(location.hash) ?? [];
  return token === undefined ? null : decodeURIComponent(token);
};

/** An invite link waits in the address until the user is signed in; then the chat follows it. */
const invitation = (): string => (/^#chat=.*&invite=/.test(location.hash) ? texts.invited : '');

const Field = ({
  label,
  hint,
  ...input
}: { label: string; hint?: string } & InputHTMLAttributes<HTMLInputElement>) => (
  <label className="field">
    <span>{label}</span>
    <input {...input} aria-describedby={hint ? `${input.name}-hint` : undefined} />
    {hint && <small id={`${input.name}-hint`}>{hint}</small>}
  </label>
);

const Link = ({ children, onClick }: { children: ReactNode; onClick(): void }) => (
  <button type="button" className="link" onClick={onClick}>
    {children}
  </button>
);

export const Entry = ({ note, onEnter }: { note: string; onEnter(session: Session): void }) => {
  const [token] = useState(resetToken);
  const [view, setView] = useState<View>(token === null ? 'logIn' : 'reset');
  const [said, setSaid] = useState(note || invitation);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (token !== null) history.replaceState(null, '', '/');
  }, [token]);
  useEffect(() => {
    if (isFirst.current) isFirst.current = false;
    else heading.current?.focus();
  }, [view]);

  const show = (next: View, text = invitation()) => {
    setView(next);
    setSaid(text);
    setProblem('');
  };
  const run: Record<View, (given: Record<string, unknown>) => Promise<void>> = {
    logIn: async (body) => onEnter(await ask<Session>('/api/auth/login', { body })),
    signUp: async (body) => onEnter(await ask<Session>('/api/auth/signup', { body })),
    forgot: async (body) => {
      await ask('/api/auth/forgot', { body });
      show('logIn', texts.linkSent);
    },
    reset: async (body) => {
      await ask('/api/auth/reset', { body: { ...body, token } });
      show('logIn', texts.passwordSet);
    },
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setProblem('');
    try {
      await run[view](Object.fromEntries(new FormData(event.currentTarget)));
    } catch (error) {
      setProblem(errorText(error));
    } finally {
      setBusy(false);
    }
  };

  const titles = {
    logIn: texts.logInTitle,
    signUp: texts.signUpTitle,
    forgot: texts.forgotTitle,
    reset: texts.resetTitle,
  };
  const buttons = {
    logIn: texts.logIn,
    signUp: texts.signUp,
    forgot: texts.sendLink,
    reset: texts.setPassword,
  };
  const isNew = view === 'signUp' || view === 'reset';
  return (
    <main className="entry">
      <div className="pitch">
        <p className="brand">
          <img src="/favicon.svg" alt="" width="36" height="36" /> Messenger
        </p>
        <h1>{texts.tagline}</h1>
        <p>{texts.pitch}</p>
      </div>
      <form className="card" onSubmit={(event) => void submit(event)} aria-labelledby="title">
        <h2 id="title" ref={heading} tabIndex={-1}>
          {titles[view]}
        </h2>
        <p className="said" role="status">
          {said}
        </p>
        {view === 'forgot' && <p className="hint">{texts.forgotHint}</p>}
        {view === 'signUp' && (
          <Field label={texts.name} name="username" autoComplete="name" maxLength={64} required />
        )}
        {view !== 'reset' && (
          <Field label={texts.email} name="email" type="email" autoComplete="email" required />
        )}
        {view !== 'forgot' && (
          <Field
            key={isNew ? 'new' : 'known'}
            label={view === 'reset' ? texts.newPassword : texts.password}
            name="password"
            type="password"
            autoComplete={isNew ? 'new-password' : 'current-password'}
            {...(isNew ? { hint: texts.passwordHint, minLength: 8 } : {})}
            maxLength={128}
            required
          />
        )}
        <p className="problem" role="alert">
          {problem}
        </p>
        <button className="primary" disabled={busy}>
          {buttons[view]}
        </button>
        <div className="ways">
          {view === 'logIn' && <Link onClick={() => show('forgot')}>{texts.forgot}</Link>}
          {view === 'logIn' && (
            <p>
              {texts.noAccount} <Link onClick={() => show('signUp')}>{texts.signUp}</Link>
            </p>
          )}
          {view === 'signUp' && (
            <p>
              {texts.haveAccount} <Link onClick={() => show('logIn')}>{texts.logIn}</Link>
            </p>
          )}
          {(view === 'forgot' || view === 'reset') && <Link onClick={() => show('logIn')}>{texts.back}</Link>}
        </div>
      </form>
    </main>
  );
};
