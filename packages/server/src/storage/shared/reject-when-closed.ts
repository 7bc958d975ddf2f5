import { ChatError } from '@chat/protocol';

/** A store whose methods may also return values without a promise. */
export type MaybeSync<Store> = {
  [Name in keyof Store]: Store[Name] extends (...args: infer A) => Promise<infer T>
    ? (...args: A) => T | Promise<T>
    : never;
};

/** Returns the store with methods that reject once it is closed. Exceptions become rejections. */
export const rejectWhenClosed =
  (isClosed: () => boolean) =>
  <Store extends object>(store: Store | MaybeSync<Store>): Store =>
    Object.fromEntries(
      Object.entries(store).map(([name, method]) => [
        name,
        async (...input: unknown[]): Promise<unknown> => {
          if (isClosed()) throw new ChatError('internal', 'the storage is closed');
          return (method as (...input: unknown[]) => unknown)(...input);
        },
      ]),
    ) as Store;
