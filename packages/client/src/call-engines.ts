export { addCallEngine } from './group-calls/engine.ts';
export type { EnginePerson, EngineWay, JoinedEngine, JoinEngine } from './group-calls/engine.ts';
export { livekit, type LiveKitClient } from './group-calls/livekit.ts';
export type { SentTracks } from './calls/peer-connection.ts';
export type { Shows } from './calls/call-media.ts';
