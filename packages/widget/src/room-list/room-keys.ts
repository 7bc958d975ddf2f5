import { beginsWith } from './room-preview.ts';

const pauseMs = 700;

/** Arrows, Home and End move among rows; letters jump to the next room whose name starts with them. */
export const roomKeys = (names: (roomId: string) => string) => {
  let typed = '';
  let typedAt = -Infinity;

  const byLetters = (key: string, rows: HTMLElement[], at: number): HTMLElement | undefined => {
    const now = performance.now();
    typed = now - typedAt > pauseMs ? key : typed + key;
    typedAt = now;
    // The same letter again moves to the next room; a longer prefix may stay at the current one.
    const from = typed.length === 1 ? at + 1 : at;
    const inTurn = [...rows.slice(from), ...rows.slice(0, from)];
    return inTurn.find(({ dataset }) => beginsWith(names(dataset['room'] ?? ''), typed));
  };

  return (event: KeyboardEvent): void => {
    const { key, target, currentTarget } = event;
    if (event.altKey || event.ctrlKey || event.metaKey || !(target instanceof HTMLElement)) return;
    const rows = [...(currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.row')];
    const at = rows.findIndex((row) => row.parentElement?.contains(target));
    if (at < 0) return;
    const moves = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 };
    const isLetter = key.length === 1 && key !== ' ';
    const row = isLetter ? byLetters(key, rows, at) : rows[moves[key as keyof typeof moves] ?? -1];
    if (!row) return;
    event.preventDefault();
    row.focus();
  };
};
