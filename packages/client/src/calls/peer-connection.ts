import type { CallSignal } from '@chat/protocol';

/** Tracks to send, by kind; null: none. */
export interface SentTracks {
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
}

/** One connection to one device of the other user. */
export interface Peer {
  /** Starts the negotiation: the caller offers, the callee waits. */
  begin(): void;
  send(tracks: SentTracks): void;
  receive(signal: CallSignal): void;
  /** Signals reach the other device again: negotiates again if some were lost. */
  onPeerBack(): void;
  stats(): Promise<RTCStatsReport>;
  close(): void;
}

/**
 * Why there is no connection: the TURN server rejects the password, cannot be reached, or no route was found.
 */
export type Trouble = 'relay_refused' | 'relay_unreachable' | 'no_way';

export interface PeerDeps {
  isCaller: boolean;
  configuration: RTCConfiguration;
  /** Resolves to the current servers: their passwords expire. */
  renew(): Promise<RTCConfiguration>;
  /** Sends a signal; rejects if it cannot be delivered. */
  signal(signal: CallSignal): Promise<void>;
  onTrack(track: MediaStreamTrack): void;
  onStatus(status: 'connecting' | 'connected' | 'reconnecting', trouble: Trouble | null): void;
}

/** A lost connection may recover by itself; after this time ICE is restarted. */
const patienceMs = 2_000;
/** Interval of ICE restarts; longer for the callee, so that the two do not start at the same time. */
const againMs = { caller: 5_000, callee: 8_000 };
/** If the servers cannot be renewed in this time, the next restart tries again. */
const renewMs = 4_000;
const troubleMs = 10_000;

/**
 * Perfect negotiation: either side may offer at any time; if both do, the callee withdraws its offer. The
 * caller creates the two transceivers; their tracks change without negotiation.
 */
export const createPeer = ({ isCaller, configuration, renew, signal, onTrack, onStatus }: PeerDeps): Peer => {
  const connection = new RTCPeerConnection(configuration);
  let tracks: SentTracks = { audio: null, video: null };
  let offering = false;
  let ignoring = false;
  let undelivered = false;
  let wasConnected = false;
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let relay: 'found' | 'relay_refused' | 'relay_unreachable' | null = null;
  let trouble: Trouble | null = null;
  let work: Promise<unknown> = Promise.resolve();

  /** Runs tasks one after the other: a candidate must not overtake its description. */
  const inTurn = (task: () => Promise<unknown>): void => {
    work = work.then(() => (closed ? null : task())).catch(() => (undelivered = true));
  };
  const send = (said: CallSignal): void => {
    signal(said).catch(() => (undelivered = true));
  };
  const describe = async (): Promise<void> => {
    await connection.setLocalDescription();
    const { localDescription } = connection;
    if (localDescription) send({ description: { type: localDescription.type, sdp: localDescription.sdp } });
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
  const reportStatus = (): void => {
    const now = connection.connectionState === 'connected' ? 'connected' : null;
    onStatus(now ?? (wasConnected ? 'reconnecting' : 'connecting'), now ? null : trouble);
  };
  /** Restarts ICE, repeatedly until connected. */
  const restart = (): void => {
    clearTimeout(timer);
    if (closed) return;
    timer = setTimeout(restart, isCaller ? againMs.caller : againMs.callee);
    // The callee cannot restart before the first offer.
    if (!isCaller && !connection.remoteDescription) return;
    undelivered = false;
    void resolveWithin(renew(), renewMs).then((fresh) =>
      inTurn(async () => {
        if (fresh) connection.setConfiguration(fresh);
        if (relay === 'found') relay = null;
        connection.restartIce();
        // While an offer is unanswered, the browser does not ask for another negotiation.
        if (connection.signalingState === 'have-local-offer') await offer();
      }),
    );
  };
  const troubled = (): void => {
    if (closed) return;
    trouble = relay === 'found' || relay === null ? 'no_way' : relay;
    reportStatus();
  };
  let troubleTimer = setTimeout(troubled, troubleMs);

  connection.onnegotiationneeded = () => inTurn(offer);
  connection.onicecandidate = ({ candidate }) => {
    if (candidate === null) return;
    const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
    if (candidate.type === 'relay') relay = 'found';
    send({ candidate: { candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment } });
  };
  connection.onicecandidateerror = ({ url, errorCode }) => {
    if (!url?.startsWith('turn') || relay === 'found') return;
    // 701: no response. Other codes are responses of the server.
    relay = errorCode === 701 ? 'relay_unreachable' : 'relay_refused';
    const alone = configuration.iceTransportPolicy === 'relay' && connection.connectionState !== 'connected';
    if (trouble !== null || alone) troubled();
  };
  connection.ontrack = (event) => onTrack(event.track);
  connection.onconnectionstatechange = () => {
    const { connectionState } = connection;
    if (connectionState === 'connected') {
      clearTimeout(timer);
      clearTimeout(troubleTimer);
      timer = undefined;
      wasConnected = true;
      trouble = null;
    } else if (timer === undefined) {
      troubleTimer = setTimeout(troubled, troubleMs);
      if (connectionState === 'failed') restart();
      else timer = setTimeout(restart, patienceMs);
    }
    reportStatus();
  };
  timer = setTimeout(restart, troubleMs);

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
      // Candidates of an ignored offer cannot be added.
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
    onPeerBack: () => {
      if (undelivered || connection.connectionState !== 'connected') restart();
    },
    stats: () => connection.getStats(),
    close: () => {
      closed = true;
      clearTimeout(timer);
      clearTimeout(troubleTimer);
      connection.onconnectionstatechange = null;
      connection.close();
    },
  };
};

const resolveWithin = <T>(work: Promise<T>, ms: number): Promise<T | null> =>
  new Promise((resolve) => {
    const late = setTimeout(() => resolve(null), ms);
    void work.catch(() => null).then((value) => (clearTimeout(late), resolve(value)));
  });
