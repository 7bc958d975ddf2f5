/** A list of cards with buttons, in the order on the screen. */
interface CardList {
  cards: readonly HTMLElement[];
  /** Ends writing in a card; absent while nothing is written. */
  stopWriting?: (() => void) | undefined;
}

/**
 * Handles a key in a list of cards: arrows move the focus, a letter presses the button of the focused card that
 * has it as its `aria-keyshortcuts`, and Escape ends writing.
 */
export const pressCardKey = (event: KeyboardEvent, { cards, stopWriting }: CardList): void => {
  const { altKey, ctrlKey, metaKey, key } = event;
  const target = event.target as Element;
  const card = cards.find((each) => each.contains(target));
  if (!card || altKey || ctrlKey || metaKey) return;
  if (key === 'Escape' && stopWriting) {
    event.preventDefault();
    event.stopPropagation();
    return stopWriting();
  }
  if (target.matches('input, textarea')) return;
  const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  if (step === 0 && !/^[a-z]$/i.test(key)) return;
  const pressed =
    step === 0
      ? card.querySelector<HTMLElement>(`[aria-keyshortcuts="${key}" i]`)
      : cards[cards.indexOf(card) + step];
  if (step !== 0 || pressed) event.preventDefault();
  if (step === 0) pressed?.click();
  else pressed?.focus();
};
