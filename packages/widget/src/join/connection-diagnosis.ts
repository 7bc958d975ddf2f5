import { ChatError } from '@chat/client';
import type { Language } from '../i18n/language.ts';
import { troubleTexts } from './texts.ts';

export { troubleTexts };

/** The credentials of a connection. */
export interface Presented {
  src: string;
  /** Empty for a list of rooms. */
  room: string;
  hasToken: boolean;
  hasName: boolean;
}

/** Why the connection fails. `error`: a rejection that lasts until the page or the server changes. */
export interface Diagnosis {
  error: ChatError | null;
}

const written = new Set<string>();

/** Logs advice for the developer of the page, once. */
const advise = (advice: string, before = ''): void => {
  if (written.has(advice)) return;
  written.add(advice);
  // oxlint-disable-next-line no-console -- the one place that the developer of the page looks at
  console.warn(`[chat] ${before}${advice}`);
};

const page = (): string => globalThis.origin;

const originAdvice = (src: string): string =>
  page() === 'null'
    ? `${src} refused this page: a sandboxed frame and a page opened as a file have no origin. Add "allow-same-origin" to the frame's sandbox, serve the page over http, or name 'null' in the server's cors: { origin }.`
    : `${src} refused pages of ${page()}. Add it on the server: createChatServer(httpServer, { cors: { origin: '${page()}' } }).`;

const tokenAdvice =
  "The token has to be signed with the secret or key that the server's `authenticate` checks, for instance jwt({ secret }), and not be expired.";
const noTokenAdvice =
  "The server's `authenticate` recognised nobody and takes no guests. Pass a token, sign in by a cookie of the same site, or add guests() to `authenticate`.";

const adviceFor = (
  { code, reason }: ChatError,
  { src, room, hasToken, hasName }: Presented,
): string | null => {
  if (reason === 'origin') return originAdvice(src);
  if (code === 'unauthenticated') return hasToken ? tokenAdvice : hasName ? null : noTokenAdvice;
  if (code === 'expired') return 'Pass `token` as a function: it is called again when the token has expired.';
  if (code === 'not_found' && room)
    return `The room "${room}" does not exist, or it is private and this user is not a member.`;
  return null;
};

/** Logs why the server rejected the connection, if the developer can change that. */
export const adviseOn = (error: ChatError, presented: Presented): void => {
  const advice = adviceFor(error, presented);
  const id = error.requestId ? ` (${error.requestId})` : '';
  if (advice) advise(advice, `${error.message}${id}. `);
};

/** Returns what the visitor can do about a rejection, in place of the general text. */
export const refusalText = (error: ChatError, { hasToken }: Presented, language: Language): string => {
  const texts = troubleTexts(language.tag);
  if (error.code === 'unauthenticated' && !error.reason) return hasToken ? texts.signInAgain : texts.signIn;
  return error.reason === 'name_taken' ? texts.nameTaken : language.error(error);
};

/** Logs advice for an element without `room`. */
export const adviseNoRoom = (): void =>
  advise('<chat-room> has no room: name one by its attribute, <chat-room room="lobby">.');

const refused = (reason: string): Diagnosis => ({
  error: new ChatError('forbidden', 'pages of this origin may not use the chat', { reason }),
});

/**
 * Finds out why the connection to `src` fails. A browser does not reveal whether the server rejected it or is down, but
 * any page may read the server's health. `failure`: the client's last error.
 */
export const diagnose = async (src: string, failure: ChatError | null): Promise<Diagnosis> => {
  const health = await fetch(`${src}/health`, { cache: 'no-store', credentials: 'omit' }).catch(() => null);
  const body = (await health?.json().catch(() => null)) as { status?: string; origin?: string } | null;
  if (body?.origin === 'refused') {
    advise(originAdvice(src));
    return refused('origin');
  }
  if (!health)
    advise(
      `${src} cannot be reached, and is tried again. Is the server running, is \`src\` right, and does the page's Content-Security-Policy allow it in connect-src?`,
    );
  else if (!body?.status) advise(`There is no chat server at ${src}. Is \`src\` right?`);
  else if (body.status === 'storage_unreachable')
    advise(`${src} cannot reach its storage, and tries again. The server's log says why.`);
  else if (failure) advise(`No connection to ${src} yet: ${failure.message}.`);
  else if (body.status === 'ok')
    advise(
      `${src} is there, but neither a websocket nor polling gets through to it. Does a proxy or the page's Content-Security-Policy stop them?`,
    );
  return { error: null };
};
