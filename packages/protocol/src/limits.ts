/** Every limit of the server, with its unit. Those a client can use are told to it in `hello`. */
export interface Limits {
  /** Largest frame or request body, bytes of JSON. */
  maxFrameBytes: number;
  /** Deepest nesting of an input. */
  maxDepth: number;
  /** Most keys (and array items) in one input, all levels together. */
  maxKeys: number;
  /** Longest message text, UTF-16 code units. */
  maxTextLength: number;
  /** Most people a private message is to. */
  maxRecipients: number;
  /** Different emoji that one message may bear. */
  maxReactionEmoji: number;
  /** Messages that may be pinned in one room at once. */
  maxPins: number;
  /** Largest `data` of a message or room, bytes of JSON. */
  maxDataBytes: number;
  /** Time a new connection has to present itself, ms. */
  authTimeoutMs: number;
  /** Connections at once, whole server. */
  maxConnections: number;
  /** Connections at once, one address. Behind a proxy set `io.trustProxy`-like forwarding first; see the operator's guide. */
  maxConnectionsPerAddress: number;
  /** Connections at once, one user: tabs and devices. */
  maxConnectionsPerUser: number;
  /** Rooms one connection may be in at once. */
  maxRoomsPerConnection: number;
  /** Rooms one user may be in at once, all their connections together. */
  maxRoomsPerUser: number;
  /** Commands of one connection that may wait for their answer at once. */
  maxPendingCommands: number;
  /** People present in one room. */
  maxRoomOccupancy: number;
  /** Sends per second one user may sustain, and how many at once after a pause. */
  sendsPerSecond: number;
  sendBurst: number;
  /** All other commands per second one user may sustain over all connections, and how many at once after a pause. */
  commandsPerSecond: number;
  commandBurst: number;
  /** Reactions per second one user may sustain, and how many at once after a pause; bursts are counted apart, as many. */
  reactionsPerSecond: number;
  reactionBurst: number;
  /** Joins and room creations per second one user may sustain, and how many at once after a pause. */
  joinsPerSecond: number;
  joinBurst: number;
  /** Rooms per second that lists and searches of one user may look at, and how many at once after a pause. */
  roomReadsPerSecond: number;
  roomReadBurst: number;
  /** Commands refused as `rate_limited` per second, and at once, before the connections of their user are ended. */
  refusalsPerSecond: number;
  refusalBurst: number;
  /** How many users' worth of commands and room reads one address may spend, all its users together. */
  usersPerAddress: number;
  /** Searches per second one user may sustain, and how many at once after a pause. */
  searchesPerSecond: number;
  searchBurst: number;
  /** Time a search may take before it is refused with `overloaded`, ms. */
  searchTimeoutMs: number;
  /** People one user may invite, add or begin a direct room with, and acts on users who are not in the room, per hour; as many at once after a pause. */
  invitationsPerHour: number;
  /** Changes to their profile and status that one user may make per minute, and as many at once after a pause. */
  profileChangesPerMinute: number;
  /** Attempts of one user, or of all guests of one address, to create rooms that exist and are closed to them, per hour. */
  roomGuessesPerHour: number;
  /** Rooms one user may belong to or have visited, beyond which they create and accept no more. */
  maxRoomsKept: number;
  /** Devices for notifications one user may add per hour, and as many at once after a pause. */
  devicesPerHour: number;
  /** Exports one user may ask for per hour, and as many at once after a pause. */
  exportsPerHour: number;
  /** Exports of which a piece is written at once, whole server. Users take turns. */
  maxExports: number;
  /** Handshakes and REST requests per second one address may sustain, and how many at once after a pause. */
  requestsPerSecond: number;
  requestBurst: number;
  /** Occupancy up to which the room is told how far its people have read and been reached. */
  receiptOccupancy: number;
  /** Time after a lost connection in which the user still counts as present, ms. */
  presenceGraceMs: number;
  /** How often one of several nodes says that it lives, ms. */
  presenceBeatMs: number;
  /** Time without that after which those who were on a node are gone, ms. */
  presenceLeaseMs: number;
  /** Window in which presence and typing changes are gathered, ms. */
  presenceWindowMs: number;
  /** Time after which somebody who types without renewing it no longer does, ms. */
  typingTimeoutMs: number;
  /** Most messages an ephemeral room keeps in memory for late joiners. */
  ephemeralMessages: number;
  /** Bytes that the messages of one ephemeral room take in memory, and those of all of them, by a rough count. */
  ephemeralRoomBytes: number;
  ephemeralBytes: number;
  /** Unsent bytes that one connection may hold before it is given nothing more until it has drained. */
  maxUnsentBytes: number;
  /** Time a connection may hold more than that before it is ended with `slow`, ms. */
  slowTimeoutMs: number;
  /** Changes after which a reconnecting client gets a fresh snapshot instead of a resume. */
  resumeChanges: number;
  /** Lag of the event loop above which typing and read marks are refused and presence is told less often, ms. */
  ephemeralLagMs: number;
  /** Lag of the event loop above which sends are refused too, ms. */
  sendLagMs: number;
  /** Time a slash command may take to answer, ms. */
  slashTimeoutMs: number;
  /** Largest file, bytes; 0 when the server takes none. */
  maxFileBytes: number;
  /** Most files of one message. */
  maxFilesPerMessage: number;
  /** Bytes of files one user may keep, all rooms together. A file counts at least 4 KiB. */
  userFileBytes: number;
  /** Bytes of files one room may keep. */
  roomFileBytes: number;
  /** Bytes of all files of the server. */
  serverFileBytes: number;
  /** Uploads under way at once, one user. */
  maxUploadsPerUser: number;
  /** Uploads per second one user may sustain, and how many at once after a pause. */
  uploadsPerSecond: number;
  uploadBurst: number;
  /** Time an upload may bring nothing before it is ended, ms. */
  uploadIdleMs: number;
  /** Slowest pace of an upload and of a download, bytes per second; slower ones are ended. */
  minBytesPerSecond: number;
  /** Time for which a reader may stall, or be slower than that, before a download is ended, ms. */
  downloadIdleMs: number;
  /** Downloads of files, pictures and exports at once, one address. */
  maxDownloadsPerAddress: number;
  /** Largest picture of a profile as it is uploaded, bytes; it is kept much smaller. */
  maxPictureBytes: number;
  /** Largest image, pixels, all frames of an animation together. */
  maxImagePixels: number;
  /** Largest AVIF image or animation, pixels, all frames together: they cost much more than others. */
  maxComplexImagePixels: number;
  /** Time after which the processing of an image is killed, ms. */
  imageTimeoutMs: number;
  /** Time after which an uploaded file that was not sent is removed, ms. */
  unsentFileMs: number;
  /** Time the address of a file is good for at most, ms; at least half of it. */
  fileUrlMs: number;
  /** Time a call rings before it is missed, ms. */
  callRingMs: number;
  /** Time a device may be gone from a call before the call is lost, ms. */
  callGraceMs: number;
  /** Calls one user may start per minute, and as many at once after a pause. */
  callsPerMinute: number;
  /** People in one call for many; 0: there are none. */
  maxCallPeople: number;
  /** Largest signal between the devices of a call, bytes of JSON. */
  maxSignalBytes: number;
  /** Signals per second one user may sustain, and how many at once after a pause. */
  signalsPerSecond: number;
  signalBurst: number;
}

/** The limits a client is told, so that it can refuse before it sends. */
export type ClientLimits = Pick<
  Limits,
  | 'maxFrameBytes'
  | 'maxTextLength'
  | 'maxDataBytes'
  | 'typingTimeoutMs'
  | 'maxFileBytes'
  | 'maxFilesPerMessage'
  | 'receiptOccupancy'
  | 'maxCallPeople'
>;

export const defaultClientLimits: Readonly<ClientLimits> = {
  maxFrameBytes: 65_536,
  maxTextLength: 4_000,
  maxDataBytes: 8_192,
  typingTimeoutMs: 6_000,
  maxFileBytes: 26_214_400,
  maxFilesPerMessage: 10,
  receiptOccupancy: 50,
  maxCallPeople: 16,
};

export const defaultLimits: Readonly<Limits> = {
  ...defaultClientLimits,
  maxDepth: 8,
  maxKeys: 64,
  maxRecipients: 20,
  maxReactionEmoji: 20,
  maxPins: 50,
  authTimeoutMs: 5_000,
  maxConnections: 20_000,
  maxConnectionsPerAddress: 1_000,
  maxConnectionsPerUser: 100,
  maxRoomsPerConnection: 50,
  maxRoomsPerUser: 200,
  maxPendingCommands: 500,
  maxRoomOccupancy: 10_000,
  sendsPerSecond: 10,
  sendBurst: 40,
  commandsPerSecond: 50,
  commandBurst: 200,
  reactionsPerSecond: 5,
  reactionBurst: 20,
  joinsPerSecond: 5,
  joinBurst: 60,
  roomReadsPerSecond: 200,
  roomReadBurst: 10_000,
  refusalsPerSecond: 20,
  refusalBurst: 500,
  usersPerAddress: 100,
  searchesPerSecond: 2,
  searchBurst: 20,
  searchTimeoutMs: 3_000,
  invitationsPerHour: 100,
  profileChangesPerMinute: 30,
  roomGuessesPerHour: 30,
  maxRoomsKept: 1_000,
  devicesPerHour: 20,
  exportsPerHour: 20,
  maxExports: 4,
  requestsPerSecond: 200,
  requestBurst: 2_000,
  presenceGraceMs: 10_000,
  presenceBeatMs: 5_000,
  presenceLeaseMs: 20_000,
  presenceWindowMs: 50,
  ephemeralMessages: 1_000,
  ephemeralRoomBytes: 8_388_608,
  ephemeralBytes: 268_435_456,
  maxUnsentBytes: 262_144,
  slowTimeoutMs: 30_000,
  resumeChanges: 1_000,
  ephemeralLagMs: 100,
  sendLagMs: 500,
  slashTimeoutMs: 8_000,
  userFileBytes: 1_073_741_824,
  roomFileBytes: 10_737_418_240,
  serverFileBytes: 68_719_476_736,
  maxUploadsPerUser: 4,
  uploadsPerSecond: 1,
  uploadBurst: 30,
  uploadIdleMs: 20_000,
  minBytesPerSecond: 8_192,
  downloadIdleMs: 30_000,
  maxDownloadsPerAddress: 200,
  maxPictureBytes: 5_242_880,
  maxImagePixels: 50_000_000,
  maxComplexImagePixels: 8_294_400,
  imageTimeoutMs: 30_000,
  unsentFileMs: 3_600_000,
  fileUrlMs: 600_000,
  callRingMs: 45_000,
  callGraceMs: 40_000,
  callsPerMinute: 10,
  maxSignalBytes: 32_768,
  signalsPerSecond: 20,
  signalBurst: 200,
};

/** Page size of every list: `limit` unless told, and at most. */
export const pageSize = { default: 50, max: 100 } as const;

/** A join asks about at most so many messages. */
export const mostUnsure = 50;

/** Most user ids named in `by` of one reaction; `count` counts them all. */
export const reactorsShown = 50;
