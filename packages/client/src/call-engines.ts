export { addCallEngine } from './group/engine.ts';
export type { EnginePerson, EngineWay, JoinedEngine, JoinEngine } from './group/engine.ts';
export { livekit, type LiveKitClient } from './group/livekit.ts';
export type { SentTracks } from './call/peer.ts';
export type { Shows } from './call/call-media.ts';
