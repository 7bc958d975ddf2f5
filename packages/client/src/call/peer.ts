import type { CallSignal } from '@chat/protocol';

/** What is sent now, by kind; null: nothing. */
export interface SentTracks {
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
}

/** One connection to one page of the other. */
export interface Peer {
  /** The caller offers; the callee waits. */
  begin(): void;
  send(tracks: SentTracks): void;
  receive(signal: CallSignal): void;
  /** The other is reached again by signals: what was lost on the way is said anew. */
  again(): void;
  stats(): Promise<RTCStatsReport>;
  close(): void;
}

export interface PeerDeps {
  isCaller: boolean;
  configuration: RTCConfiguration;
  /** Rejects when it does not arrive. */
  signal(signal: CallSignal): Promise<void>;
  track(track: MediaStreamTrack): void;
  status(status: 'connecting' | 'connected' | 'reconnecting'): void;
}

/** A line that is cut heals by itself, or it is looked for another way after this time. */
const patienceMs = 2_000;

/**
 * Perfect negotiation: either side may offer at any time, and when both do the callee takes its own back. The caller makes the
 * two places for sound and picture; what is in them changes without a negotiation.
 */
export const createPeer = ({ isCaller, configuration, signal, track, status }: PeerDeps): Peer => {
  const connection = new RTCPeerConnection(configuration);
  let tracks: SentTracks = { audio: null, video: null };
  let offering = false;
  let ignoring = false;
  let unheard = false;
  let wasConnected = false;
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let work: Promise<unknown> = Promise.resolve();

  /** One after the other: a candidate must not overtake the description it belongs to. */
  const inTurn = (task: () => Promise<unknown>): void => {
    work = work.then(() => (closed ? null : task())).catch(() => (unheard = true));
  };
  const say = (said: CallSignal): void => {
    signal(said).catch(() => (unheard = true));
  };
  const describe = async (): Promise<void> => {
    await connection.setLocalDescription();
    const { localDescription } = connection;
    if (localDescription) say({ description: { type: localDescription.type, sdp: localDescription.sdp } });
  };
  const offer = async (): Promise<void> => {
    offering = true;
    try {
      await describe();
    } finally {
      offering = false;
    }
  };
  const fill = async (): Promise<void> => {
    for (const { sender, receiver } of connection.getTransceivers()) {
      const wanted = receiver.track.kind === 'audio' ? tracks.audio : tracks.video;
      if (sender.track !== wanted) await sender.replaceTrack(wanted);
    }
  };
  const restart = (): void => {
    clearTimeout(timer);
    if (closed) return;
    unheard = false;
    connection.restartIce();
    // Without an answer to the last offer nothing would ask for another.
    if (connection.signalingState === 'have-local-offer') inTurn(offer);
  };

  connection.onnegotiationneeded = () => inTurn(offer);
  connection.onicecandidate = ({ candidate }) => {
    if (candidate === null) return;
    const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
    say({ candidate: { candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment } });
  };
  connection.ontrack = (event) => track(event.track);
  connection.onconnectionstatechange = () => {
    clearTimeout(timer);
    const { connectionState } = connection;
    if (connectionState === 'connected') wasConnected = true;
    else if (connectionState === 'disconnected') timer = setTimeout(restart, patienceMs);
    else if (connectionState === 'failed') restart();
    status(connectionState === 'connected' ? 'connected' : wasConnected ? 'reconnecting' : 'connecting');
  };

  const take = async ({ description, candidate }: CallSignal): Promise<void> => {
    if (description) {
      const collides = description.type === 'offer' && (offering || connection.signalingState !== 'stable');
      ignoring = isCaller && collides;
      if (ignoring) return;
      await connection.setRemoteDescription(description);
      if (description.type !== 'offer') return;
      for (const transceiver of connection.getTransceivers()) transceiver.direction = 'sendrecv';
      await fill();
      await describe();
    } else if (candidate) {
      // Of an offer that was passed over there are candidates too.
      await connection.addIceCandidate(candidate as RTCIceCandidateInit).catch((error: unknown) => {
        if (!ignoring) throw error;
      });
    }
  };

  return {
    begin: () => {
      if (!isCaller) return;
      for (const kind of ['audio', 'video'] as const)
        connection.addTransceiver(tracks[kind] ?? kind, { direction: 'sendrecv' });
    },
    send: (now) => {
      tracks = now;
      inTurn(fill);
    },
    receive: (received) => inTurn(() => take(received)),
    again: () => {
      if (unheard || connection.connectionState !== 'connected') restart();
    },
    stats: () => connection.getStats(),
    close: () => {
      closed = true;
      clearTimeout(timer);
      connection.onconnectionstatechange = null;
      connection.close();
    },
  };
};
