import { useState, type FormEvent } from 'react';
import { ask } from './api.ts';
import { Dialog } from './dialog.tsx';
import { errorText, texts } from './texts.ts';

/** Changes the password of the account, which signs out all its pages, this one included. */
export const PasswordDialog = ({
  token,
  onChanged,
  onClose,
}: {
  token: string;
  onChanged(): void;
  onClose(): void;
}) => {
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setProblem('');
    try {
      await ask('/api/auth/password', { token, body: Object.fromEntries(new FormData(event.currentTarget)) });
      onChanged();
    } catch (error) {
      const isWrong = (error as { code?: string }).code === 'wrong_password';
      setProblem(isWrong ? texts.currentWrong : errorText(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={texts.changePassword} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <label className="field">
          <span>{texts.currentPassword}</span>
          <input name="current" type="password" autoComplete="current-password" maxLength={128} required />
        </label>
        <label className="field">
          <span>{texts.newPassword}</span>
          <input
            name="password"
            type="password"
            autoComplete="new-password"
            minLength={8}
            maxLength={128}
            aria-describedby="password-hint"
            required
          />
          <small id="password-hint">{texts.passwordHint}</small>
        </label>
        <p className="hint">{texts.changeHint}</p>
        <p className="problem" role="alert">
          {problem}
        </p>
        <div className="buttons">
          <button type="button" className="quiet" onClick={onClose}>
            {texts.cancel}
          </button>
          <button className="primary" disabled={busy}>
            {texts.setPassword}
          </button>
        </div>
      </form>
    </Dialog>
  );
};
