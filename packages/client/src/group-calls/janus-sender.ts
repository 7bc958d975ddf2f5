import type { SentTracks } from '../calls/peer-connection.ts';
import type { JanusLink } from './janus-link.ts';
import { noop } from '../platform/noop.ts';

export const videoRoom = 'janus.plugin.videoroom';

/** The connection over which this page sends. */
export interface JanusSender {
  /** Joins the room; resolves to the response of Janus. */
  join(room: number, token: string, display: string): Promise<Record<string, unknown>>;
  publish(tracks: SentTracks): Promise<void>;
  /** Replaces the tracks without negotiation. */
  send(tracks: SentTracks): void;
  /** Changes the display text of this participant. */
  setDisplay(display: string): void;
  close(): void;
}

interface SenderDeps {
  configuration: RTCConfiguration;
  onConnected(): void;
  onLost(): void;
  /** Events of the room. */
  onEvent(data: Record<string, unknown>): void;
}

export const sendToJanus = async (
  link: JanusLink,
  { configuration, onConnected, onLost, onEvent }: SenderDeps,
): Promise<JanusSender> => {
  const connection = new RTCPeerConnection(configuration);
  let work: Promise<unknown> = Promise.resolve();
  const handle = await link.attach(videoRoom, ({ janus, data }) => {
    // `leaving: 'ok'`: removed from the room.
    if (janus === 'hangup' || data['videoroom'] === 'destroyed' || data['leaving'] === 'ok') onLost();
    else onEvent(data);
  });
  connection.onicecandidate = ({ candidate }) => handle.candidate(candidate);
  connection.onconnectionstatechange = () => {
    if (connection.connectionState === 'connected') onConnected();
    if (connection.connectionState === 'failed') onLost();
  };

  const fill = async (tracks: SentTracks): Promise<void> => {
    const [audio, video] = connection.getTransceivers();
    if (audio && audio.sender.track !== tracks.audio) await audio.sender.replaceTrack(tracks.audio);
    if (video && video.sender.track !== tracks.video) await video.sender.replaceTrack(tracks.video);
  };
  return {
    join: async (room, token, display) => {
      const about = { request: 'join', ptype: 'publisher', room, token, display };
      return (await handle.message(about)).data;
    },
    publish: async (tracks) => {
      for (const kind of ['audio', 'video'] as const)
        connection.addTransceiver(tracks[kind] ?? kind, { direction: 'sendonly' });
      await connection.setLocalDescription();
      const { localDescription: offer } = connection;
      if (!offer) return;
      const jsep = { type: offer.type, sdp: offer.sdp };
      const { jsep: answer } = await handle.message({ request: 'configure' }, jsep);
      if (answer) await connection.setRemoteDescription(answer);
    },
    send: (tracks) => {
      work = work.then(() => fill(tracks)).catch(noop); // closed in the meantime
    },
    setDisplay: (display) => void handle.message({ request: 'configure', display }).catch(noop),
    close: () => {
      connection.onconnectionstatechange = null;
      connection.close();
    },
  };
};
