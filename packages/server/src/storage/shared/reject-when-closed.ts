import { ChatError } from '@chat/protocol';

/** Of a store whose methods reject from then on, whatever they are. */
export const untilClosed =
  (isClosed: () => boolean) =>
  <Store extends object>(store: Store): Store =>
    Object.fromEntries(
      Object.entries(store).map(([name, method]) => [
        name,
        async (...input: unknown[]): Promise<unknown> => {
          if (isClosed()) throw new ChatError('internal', 'the storage is closed');
          return (method as (...input: unknown[]) => Promise<unknown>)(...input);
        },
      ]),
    ) as Store;
