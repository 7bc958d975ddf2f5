import type { CallKind, GroupCallAccess } from '@chat/protocol';
import type { Shows } from '../calls/call-media.ts';
import type { SentTracks } from '../calls/peer-connection.ts';

/** Another participant of the call, as the engine knows them. */
export interface EnginePerson {
  /** The device of their seat. */
  device: string;
  /** The same object while its tracks are the same. */
  stream: MediaStream;
  /** Null while unknown. */
  shows: Shows | null;
  speaking: boolean;
}

/** The context that an engine's module in the page receives. */
export interface EngineWay {
  kind: CallKind;
  /** My device, by which others identify my tracks. */
  device: string;
  /**
   * Resolves to valid access to the engine. `fresh`: the last one did not work. Rejects if this page is not in
   * the call.
   */
  access(fresh?: boolean): Promise<GroupCallAccess>;
  relayOnly: boolean;
  /** Call it when participants, or what is known of them, have changed. */
  changed(): void;
  status(connection: 'connecting' | 'connected' | 'reconnecting'): void;
}

/** Audio and video of this page in a room of the engine. It reconnects by itself until it is closed. */
export interface JoinedEngine {
  people(): readonly EnginePerson[];
  send(tracks: SentTracks, shows: Shows): void;
  /** Reconnects at once. */
  restart(): void;
  /** Resolves to the WebRTC statistics of what is received. */
  stats(): Promise<RTCStatsReport | null>;
  close(): void;
}

/** Joins the engine's room. */
export type JoinEngine = (way: EngineWay, tracks: SentTracks, shows: Shows) => JoinedEngine;

// A page may contain two copies of the client: the widget's, and one that adds an engine.
const place = Symbol.for('@chat/call-engines');
type Holder = Record<symbol, Map<string, JoinEngine> | undefined>;
const added = (): Map<string, JoinEngine> => ((globalThis as unknown as Holder)[place] ??= new Map());

/** Registers the page module of an engine. `name`: as in the server's adapter. */
export const addCallEngine = (name: string, join: JoinEngine): void => void added().set(name, join);

/** Resolves to the page module of an engine. Rejects if it was not added. */
export const callEngine = async (name: string): Promise<JoinEngine> => {
  const known = added().get(name);
  if (known) return known;
  if (name === 'janus') return (await import('./janus.ts')).joinJanus;
  throw new Error(`no page module for the call engine '${name}': see addCallEngine()`);
};
