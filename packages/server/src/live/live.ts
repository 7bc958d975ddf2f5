import type { DurableEvent } from '@chat/protocol';
import { createAttendance, type AttendanceDeps, type AttendanceRecorder } from './attendance.ts';
import { createCaptions, type Captions, type CaptionsDeps } from './captions.ts';
import { createHands, type Hands, type HandsDeps } from './hands.ts';
import { createOverlays, type OverlayDeps, type Overlays } from './overlays.ts';
import { createLobby, type Lobby, type LobbyDeps } from './lobby.ts';

/** What live events need besides messages: captions, raised hands, a lobby, attendance, overlays. */
export interface Live {
  captions: Captions;
  hands: Hands;
  lobby: Lobby;
  attendance: AttendanceRecorder;
  overlays: Overlays;
  onPublished(roomId: string, events: readonly DurableEvent[]): void;
  /** Runs periodic work. */
  sweep(): Promise<unknown>;
  close(): void;
}

export const createLive = (
  deps: CaptionsDeps & HandsDeps & LobbyDeps & AttendanceDeps & OverlayDeps,
): Live => {
  const captions = createCaptions(deps);
  const hands = createHands(deps);
  const lobby = createLobby(deps);
  const attendance = createAttendance(deps);
  const overlays = createOverlays(deps);
  return {
    captions,
    hands,
    lobby,
    attendance,
    overlays,
    onPublished: (...published) => {
      for (const each of [hands, lobby, attendance, overlays]) each.onPublished(...published);
    },
    sweep: () => Promise.all([lobby.sweep(), attendance.sweep()]),
    close: () => {
      captions.close();
      hands.close();
      attendance.close();
      overlays.close();
    },
  };
};
