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
  onPeerBack(): void;
  stats(): Promise<RTCStatsReport>;
  close(): void;
}

/** Why the other is not reached: the TURN server does not take the password, or is not there, or nothing of it led to them. */
export type Trouble = 'relay_refused' | 'relay_unreachable' | 'no_way';

export interface PeerDeps {
  isCaller: boolean;
  configuration: RTCConfiguration;
  /** The servers as they are now: passwords lapse. */
  renew(): Promise<RTCConfiguration>;
  /** Rejects when it does not arrive. */
  signal(signal: CallSignal): Promise<void>;
  onTrack(track: MediaStreamTrack): void;
  onStatus(status: 'connecting' | 'connected' | 'reconnecting', trouble: Trouble | null): void;
}

/** A line that is cut heals by itself, or it is looked for another way after this time. */
const patienceMs = 2_000;
/** Until a way is found it is looked for again so often; who is called a little less, so that not both begin at once. */
const againMs = { caller: 5_000, callee: 8_000 };
/** Servers of ours that do not answer by then are asked with the next look. */
const renewMs = 4_000;
const troubleMs = 10_000;

/**
 * Perfect negotiation: either side may offer at any time, and when both do the callee takes its own back. The caller makes the
 * two places for sound and picture; what is in them changes without a negotiation.
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

  /** One after the other: a candidate must not overtake the description it belongs to. */
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
  /** Looks for another way, again and again until there is one. */
  const restart = (): void => {
    clearTimeout(timer);
    if (closed) return;
    timer = setTimeout(restart, isCaller ? againMs.caller : againMs.callee);
    // Who is called has nothing to begin anew with before the first offer.
    if (!isCaller && !connection.remoteDescription) return;
    undelivered = false;
    void resolveWithin(renew(), renewMs).then((fresh) =>
      inTurn(async () => {
        if (fresh) connection.setConfiguration(fresh);
        if (relay === 'found') relay = null;
        connection.restartIce();
        // Without an answer to the last offer nothing would ask for another.
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
    // 701: no answer. All else is what the server has answered.
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
