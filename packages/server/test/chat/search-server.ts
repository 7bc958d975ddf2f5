import type { Input, SearchPage } from '@chat/protocol';
import { memoryStorage, type ChatServerOptions, type ChatStorage } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import { expect } from 'vitest';
import { connect, message, startServer } from './harness.ts';

export const everyStorage = [
  ['memory', () => memoryStorage()],
  ['sqlite', () => sqliteStorage(':memory:')],
] as const;

export type Question = Input<'message:searchAll'> & { roomId?: string };

export const texts = ({ hits }: SearchPage) => hits.map((hit) => hit.message.text);

/** People by their tokens, who ask by socket, by REST and in process, and are to be answered the same. */
export const searching = async (storage: ChatStorage, options: ChatServerOptions = {}) => {
  const { url, chat } = await startServer({
    storage,
    authenticate: ({ token }) => (token ? { id: token, name: token } : null),
    ...options,
  });
  const as = (id: string) => chat.as({ id, name: id });
  const rest = async (id: string, { roomId, ...question }: Question): Promise<SearchPage> => {
    const where = roomId === undefined ? 'search' : `rooms/${roomId}/search`;
    const query = new URLSearchParams(Object.entries(question).map(([name, value]) => [name, String(value)]));
    const answer = await fetch(`${url}/chat/api/${where}?${query}`, {
      headers: { authorization: `Bearer ${id}` },
    });
    if (!answer.ok) throw ((await answer.json()) as { error: unknown }).error;
    return answer.json() as Promise<SearchPage>;
  };
  /** The results of a user's search, or its error: the same over every transport. */
  const search = async (id: string, question: Question): Promise<SearchPage> => {
    const peer = await connect(url, { token: id });
    const ask = (call: typeof peer.call): Promise<SearchPage> =>
      question.roomId === undefined
        ? call('message:searchAll', question)
        : call('message:search', question as Input<'message:search'>);
    const ways = [ask(peer.call), rest(id, question), ask(as(id).call)];
    const [bySocket, byRest, inProcess] = await Promise.allSettled(ways);
    peer.socket.disconnect();
    const plain = (value: unknown) =>
      JSON.parse(
        JSON.stringify(value, (name, each: unknown) => (name === 'requestId' ? undefined : each)),
      ) as unknown;
    expect(plain(byRest)).toEqual(plain(bySocket));
    expect(plain(inProcess)).toEqual(plain(bySocket));
    if (bySocket?.status === 'fulfilled') return bySocket.value;
    throw (bySocket as PromiseRejectedResult).reason;
  };
  const say = (id: string, roomId: string, text: string, more: object = {}) =>
    as(id).call('message:send', { ...message(roomId, text), ...more });
  return { chat, as, search, say };
};

export const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    ({ code, reason, field, message: text }: Record<string, unknown>) => ({
      code,
      reason,
      field,
      message: text,
    }),
  );
