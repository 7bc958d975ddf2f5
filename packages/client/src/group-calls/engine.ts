import type { CallKind, GroupCallAccess } from '@chat/protocol';
import type { Shows } from '../calls/call-media.ts';
import type { SentTracks } from '../calls/peer-connection.ts';

/** What an engine knows of somebody else in the call. */
export interface EnginePerson {
  /** As in their seat. */
  device: string;
  /** The same object as long as its tracks are. */
  stream: MediaStream;
  /** Null while it is not known. */
  shows: Shows | null;
  speaking: boolean;
}

/** What an engine's page module is given. */
export interface EngineWay {
  kind: CallKind;
  /** My device: by it others know whose sound and picture that is. */
  device: string;
  /** A way in that is good now; asked for again whenever it is needed. `anew`: the last was of no use. Rejects when this page is not in the call. */
  access(anew?: boolean): Promise<GroupCallAccess>;
  relayOnly: boolean;
  /** People, or what is known of them, are others. */
  changed(): void;
  status(connection: 'connecting' | 'connected' | 'reconnecting'): void;
}

/** Sound and picture of one page in an engine's room. It looks for a way again by itself until it is closed. */
export interface JoinedEngine {
  people(): readonly EnginePerson[];
  send(tracks: SentTracks, shows: Shows): void;
  /** Begins anew, at once. */
  restart(): void;
  /** Of what comes. */
  stats(): Promise<RTCStatsReport | null>;
  close(): void;
}

/** Joins the engine's room. */
export type JoinEngine = (way: EngineWay, tracks: SentTracks, shows: Shows) => JoinedEngine;

// Two copies of the client may be in one page: the widget's, and one that brings an engine along.
const place = Symbol.for('@chat/call-engines');
type Holder = Record<symbol, Map<string, JoinEngine> | undefined>;
const added = (): Map<string, JoinEngine> => ((globalThis as unknown as Holder)[place] ??= new Map());

/** From now on pages join this engine so: the name is that of the server's adapter. */
export const addCallEngine = (name: string, join: JoinEngine): void => void added().set(name, join);

/** How an engine is joined. Rejects when nobody has added it. */
export const callEngine = async (name: string): Promise<JoinEngine> => {
  const known = added().get(name);
  if (known) return known;
  if (name === 'janus') return (await import('./janus.ts')).joinJanus;
  throw new Error(`no page module for the call engine '${name}': see addCallEngine()`);
};
