import type { ChatClient, ChatError, Stop } from '@chat/client';
import type { ReactiveControllerHost } from 'lit';
import { emit } from '../core/emit.ts';
import { lazy } from '../core/lazy.ts';
import type { Language } from '../i18n/language.ts';
import type { Diagnosis, Presented } from './connection-diagnosis.ts';

export const diagnosisPart = lazy(() => import('./connection-diagnosis.ts'));

/** Returns what the visitor can do about a rejection, and logs what the developer of the page can do, once. */
export const explainRefusal = (error: ChatError, presented: Presented, language: Language): string => {
  const part = diagnosisPart.want(false);
  part?.adviseOn(error, presented);
  return part?.refusalText(error, presented, language) ?? language.error(error);
};

/** Returns the text for a server that does not respond, or null while it loads. */
export const unreachableText = ({ tag }: Language): string | null =>
  diagnosisPart.want(false)?.troubleTexts(tag).unreachable ?? null;

/** A first connection that takes longer is diagnosed, ms. */
const patienceMs = 4_000;
const againMs = 30_000;

/** Diagnoses a first connection that fails. */
export interface FirstConnection {
  /** Null while no problem is known. */
  readonly diagnosis: Diagnosis | null;
  /** `src`: null if only the page knows the client's server. */
  watch(client: ChatClient | null, src: string | null): void;
}

export const createFirstConnection = (host: ReactiveControllerHost & HTMLElement): FirstConnection => {
  let watched: ChatClient | null = null;
  let stops: Stop[] = [];
  let diagnosis: Diagnosis | null = null;
  let failure: ChatError | null = null;

  const look = async (client: ChatClient, src: string): Promise<void> => {
    const isOf = () => watched === client && host.isConnected;
    const isComing = () => isOf() && client.status === 'connecting' && navigator.onLine;
    const part = isComing() && (await diagnosisPart.load().catch(() => null));
    const found = part && (await part.diagnose(src, failure));
    if (found && isComing()) {
      const isNews = diagnosis?.error?.reason !== found.error?.reason;
      diagnosis = found;
      if (found.error && isNews) emit(host, 'chat-error', { error: found.error });
      host.requestUpdate();
    }
    if (isOf() && client.user === null) start(client, src, againMs);
  };
  const start = (client: ChatClient, src: string, afterMs: number): void => {
    const timer = setTimeout(() => void look(client, src), afterMs);
    stops.push(() => clearTimeout(timer));
  };
  const end = (): void => {
    for (const stop of stops) stop();
    stops = [];
    watched = diagnosis = failure = null;
  };
  host.addController({ hostDisconnected: end });

  return {
    get diagnosis() {
      return watched?.status === 'connecting' ? diagnosis : null;
    },
    watch: (client, src) => {
      if (client === watched) return;
      end();
      watched = client;
      if (!client || src === null || client.user) return;
      stops = [client.on('error', (error) => (failure = error)), client.on('hello', end)];
      start(client, src, patienceMs);
    },
  };
};
