import { useEffect, useRef, type ReactNode } from 'react';
import { texts } from './texts.ts';

/** A dialog over the page: Escape closes it, and the focus goes back to where it was. */
export const Dialog = ({
  title,
  children,
  onClose,
}: {
  title: string;
  children: ReactNode;
  onClose(): void;
}) => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const shown = dialog.current;
    if (!shown?.open) shown?.showModal();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="dialog-title"
      onCancel={(event) => (event.preventDefault(), onClose())}
    >
      <div className="title">
        <h2 id="dialog-title">{title}</h2>
        <button type="button" className="icon" aria-label={texts.close} title={texts.close} onClick={onClose}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M6.500 6.500l11 11M17.500 6.500l-11 11" />
          </svg>
        </button>
      </div>
      {children}
    </dialog>
  );
};
