import { createReload } from './reload.ts';

export interface OwnList<T> {
  items: readonly T[];
  loaded: boolean;
}

/** A list of mine across rooms, which is loaded once and then kept current by reading it again. */
export interface OwnListState<T> {
  get(): OwnList<T>;
  load(): Promise<void>;
  /** Loads again if it was ever loaded. */
  again(): void;
  /** Removes items at once. */
  remove(isRemoved: (item: T) => boolean): void;
  /** A different user signed in. */
  forget(): void;
}

export const createOwnList = <T>(
  read: () => Promise<readonly T[]>,
  onChange: () => void,
): OwnListState<T> => {
  let list: OwnList<T> = { items: [], loaded: false };
  let isWanted = false;
  /** Counts the loads, so that an older one does not replace what a newer one found. */
  let turn = 0;
  const show = (items: readonly T[], loaded: boolean): void => {
    list = { items, loaded };
    onChange();
  };
  const load = async (): Promise<void> => {
    isWanted = true;
    const mine = (turn += 1);
    const items = await read();
    if (mine === turn) show(items, true);
  };
  const reload = createReload(load);
  return {
    get: () => list,
    load,
    again: () => {
      if (isWanted) reload.run();
    },
    remove: (isRemoved) => {
      const items = list.items.filter((item) => !isRemoved(item));
      if (items.length < list.items.length) show(items, list.loaded);
    },
    forget: () => {
      isWanted = false;
      reload.stop();
      turn += 1;
      show([], false);
    },
  };
};
