/** Every limit of the server, with its unit. `hello` contains those that clients use. */
export interface Limits {
  /** Largest frame or request body, bytes of JSON. */
  maxFrameBytes: number;
  /** Deepest nesting of an input. */
  maxDepth: number;
  /** Most keys (and array items) in one input, all levels together. */
  maxKeys: number;
  /** Longest message text, UTF-16 code units. */
  maxTextLength: number;
  /** Most recipients of a private message. */
  maxRecipients: number;
  /** Different emoji in the reactions to one message. */
  maxReactionEmoji: number;
  /** Pinned messages in one room. */
  maxPins: number;
  /** Messages of one room that wait for approval, and those of one user in it. */
  maxPendingMessages: number;
  maxPendingMessagesPerUser: number;
  /** Open questions in one room, and questions that one user asks in it on one day (UTC). */
  maxOpenQuestions: number;
  maxQuestionsPerDay: number;
  /** Raised hands in one room. */
  maxRaisedHands: number;
  /** Users who wait in the lobby of one room. */
  maxWaitingUsers: number;
  /** Users whose attendance is recorded in one room; further users are not. */
  maxAttendees: number;
  /** Time without a knock after which a waiting user is taken out of the lobby, ms. */
  lobbyWaitMs: number;
  /** Drafts of polls of one user in one room. */
  maxPollDrafts: number;
  /** Scheduled messages of one user in one room, with those that could not be sent. */
  maxScheduled: number;
  /** Saved messages of one user, in all rooms. */
  maxSaved: number;
  /** Reminders of messages of one user, in all rooms. */
  maxReminders: number;
  /** Drafts of one user, in all rooms and threads. */
  maxDrafts: number;
  /** How far ahead a message can be scheduled, ms. */
  maxScheduleMs: number;
  /** Time within which a deletion can be undone, ms; 0: never. */
  deletionUndoMs: number;
  /** Deletions of one user that can be undone at the same time, and their size in memory, bytes. */
  maxUndoableDeletions: number;
  undoableDeletionBytes: number;
  /** Largest `data` of a message or room, bytes of JSON. */
  maxDataBytes: number;
  /** Time for a new connection to complete its handshake, ms. */
  authTimeoutMs: number;
  /** Open connections, whole server. */
  maxConnections: number;
  /**
   * Open connections, one address. Behind a proxy, configure forwarded addresses first; see the operator's
   * guide.
   */
  maxConnectionsPerAddress: number;
  /** Open connections, one user: tabs and devices. */
  maxConnectionsPerUser: number;
  /** Joined rooms, one connection. */
  maxRoomsPerConnection: number;
  /** Joined rooms, all connections of one user. */
  maxRoomsPerUser: number;
  /** Commands without a response yet, one connection. */
  maxPendingCommands: number;
  /** Users present in one room. */
  maxRoomOccupancy: number;
  /** Messages per second, one user, and how many at once after a pause. */
  sendsPerSecond: number;
  sendBurst: number;
  /** Other commands per second, all connections of one user, and how many at once after a pause. */
  commandsPerSecond: number;
  commandBurst: number;
  /**
   * Reactions per second, one user, and how many at once after a pause. The same for bursts, counted
   * separately.
   */
  reactionsPerSecond: number;
  reactionBurst: number;
  /** Joins and created rooms per second, one user, and how many at once after a pause. */
  joinsPerSecond: number;
  joinBurst: number;
  /** Rooms per second that lists and searches of one user read, and how many at once after a pause. */
  roomReadsPerSecond: number;
  roomReadBurst: number;
  /** Commands rejected as `rate_limited` per second, and at once, before the user is disconnected. */
  refusalsPerSecond: number;
  refusalBurst: number;
  /** Commands and room reads of one address, as a multiple of the limits of one user. */
  usersPerAddress: number;
  /** Searches per second, one user, and how many at once after a pause. */
  searchesPerSecond: number;
  searchBurst: number;
  /** Time after which a search is rejected with `overloaded`, ms. */
  searchTimeoutMs: number;
  /**
   * Users whom one user invites, adds or begins a direct room with, and actions on users outside the room,
   * per hour; as many at once after a pause.
   */
  invitationsPerHour: number;
  /** Invite links of one room that still work. */
  maxInviteLinks: number;
  /** Longest validity of an invite link, ms; 0: without limit. */
  maxInviteLinkMs: number;
  /** Users whom one user may block. */
  maxBlockedUsers: number;
  /** Changes of profile and status per minute, one user, and as many at once after a pause. */
  profileChangesPerMinute: number;
  /**
   * Attempts to create existing rooms that one user, or all guests of one address, may not enter, and to
   * enter with an invalid invite link, per hour.
   */
  roomGuessesPerHour: number;
  /**
   * Rooms that one user belongs to or has visited; with more, they cannot create rooms or accept invitations.
   */
  maxRoomsKept: number;
  /** Devices for notifications that one user adds per hour, and as many at once after a pause. */
  devicesPerHour: number;
  /** Exports that one user requests per hour, and as many at once after a pause. */
  exportsPerHour: number;
  /** Exports that are written at the same time, whole server. Users take turns. */
  maxExports: number;
  /** Handshakes and REST requests per second, one address, and how many at once after a pause. */
  requestsPerSecond: number;
  requestBurst: number;
  /** Occupancy up to which read and delivery markers of others are sent to the room. */
  receiptOccupancy: number;
  /** Time after a lost connection during which the user still counts as present, ms. */
  presenceGraceMs: number;
  /** Interval at which a node of a cluster reports that it is alive, ms. */
  presenceBeatMs: number;
  /** Time without such a report after which the users of a node are gone, ms. */
  presenceLeaseMs: number;
  /** Window in which changes of presence and typing are batched, ms. */
  presenceWindowMs: number;
  /** Time after which typing expires unless it is renewed, ms. */
  typingTimeoutMs: number;
  /** Messages of an ephemeral room that stay in memory for new members. */
  ephemeralMessages: number;
  /** Approximate bytes in memory of the messages of one ephemeral room, and of all of them. */
  ephemeralRoomBytes: number;
  ephemeralBytes: number;
  /** Unsent bytes of one connection; with more, it gets nothing until they are sent. */
  maxUnsentBytes: number;
  /** Time with more unsent bytes after which a connection is closed with `slow`, ms. */
  slowTimeoutMs: number;
  /** Missed changes with which a reconnecting client gets a snapshot instead of a resume. */
  resumeChanges: number;
  /**
   * Lag of the event loop above which typing and read markers are rejected and presence is sent less often,
   * ms.
   */
  ephemeralLagMs: number;
  /** Lag of the event loop above which messages are rejected, too, ms. */
  sendLagMs: number;
  /** Time within which a slash command has to return, ms. */
  slashTimeoutMs: number;
  /** Largest file, bytes; 0: the server accepts none. */
  maxFileBytes: number;
  /** Files of one message. */
  maxFilesPerMessage: number;
  /** Bytes of files, one user in all rooms. A file counts at least 4 KiB. */
  userFileBytes: number;
  /** Bytes of files, one room. */
  roomFileBytes: number;
  /** Bytes of files, whole server. */
  serverFileBytes: number;
  /** Uploads at the same time, one user. */
  maxUploadsPerUser: number;
  /** Uploads per second, one user, and how many at once after a pause. */
  uploadsPerSecond: number;
  uploadBurst: number;
  /** Pages that the server fetches for link cards, one user, per minute; as many at once after a pause. */
  linkCardsPerMinute: number;
  /** Characters of messages that are summarized for one user, per hour and at once after a pause. */
  summaryCharactersPerHour: number;
  /** Longest message that is translated, UTF-16 code units; 0: the server does not translate. */
  maxTranslationLength: number;
  /** Characters that the server translates for one user per minute, and as many at once after a pause. */
  translationCharactersPerMinute: number;
  /** The same for all users of one server together. */
  serverTranslationCharactersPerMinute: number;
  /** Time within which a translation has to arrive, ms. */
  translationTimeoutMs: number;
  /** Time without data after which an upload is aborted, ms. */
  uploadIdleMs: number;
  /** Minimum speed of uploads and downloads, bytes per second; slower ones are aborted. */
  minBytesPerSecond: number;
  /** Time at less than that speed after which a download is aborted, ms. */
  downloadIdleMs: number;
  /** Downloads of files, pictures and exports at the same time, one address. */
  maxDownloadsPerAddress: number;
  /** Largest upload of a profile picture, bytes; it is stored much smaller. */
  maxPictureBytes: number;
  /** Largest poster of a file, bytes; it is stored much smaller. */
  maxPosterBytes: number;
  /** Largest image, pixels, all frames of an animation together. */
  maxImagePixels: number;
  /** Largest AVIF image or animation, pixels, all frames together: their processing costs much more. */
  maxComplexImagePixels: number;
  /** Time after which the processing of an image is killed, ms. */
  imageTimeoutMs: number;
  /** Time after which an uploaded file that was not sent is deleted, ms. */
  unsentFileMs: number;
  /** Longest validity of the address of a file, ms; at least half of it. */
  fileUrlMs: number;
  /** Time after which a ringing call is missed, ms. */
  callRingMs: number;
  /** Time without the connection of a device after which its call is lost, ms. */
  callGraceMs: number;
  /** Calls that one user starts per minute, and as many at once after a pause. */
  callsPerMinute: number;
  /** Users in one group call; 0: there are no group calls. */
  maxCallPeople: number;
  /** Time after which a question to record a group call lapses, ms. */
  recordingConsentMs: number;
  /** 1: two users may call each other while they are alone in a public room; 0: they may not. */
  callsInPublicRooms: number;
  /** Captions per second, one user, and how many at once after a pause. */
  captionsPerSecond: number;
  captionBurst: number;
  /** Largest signal between devices in a call, bytes of JSON. */
  maxSignalBytes: number;
  /** Signals per second, one user, and how many at once after a pause. */
  signalsPerSecond: number;
  signalBurst: number;
}

/** Limits that clients get, so that they can reject input before sending it. */
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
  | 'callsInPublicRooms'
  | 'maxTranslationLength'
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
  callsInPublicRooms: 0,
  maxTranslationLength: 4_000,
};

export const defaultLimits: Readonly<Limits> = {
  ...defaultClientLimits,
  maxDepth: 8,
  maxKeys: 64,
  maxRecipients: 20,
  maxReactionEmoji: 20,
  maxPins: 50,
  maxPendingMessages: 1_000,
  maxPendingMessagesPerUser: 10,
  maxOpenQuestions: 1_000,
  maxQuestionsPerDay: 20,
  maxRaisedHands: 200,
  maxWaitingUsers: 500,
  maxAttendees: 10_000,
  lobbyWaitMs: 60_000,
  maxPollDrafts: 20,
  maxScheduled: 50,
  maxSaved: 500,
  maxReminders: 100,
  maxDrafts: 100,
  maxScheduleMs: 31_536_000_000,
  deletionUndoMs: 10_000,
  maxUndoableDeletions: 20,
  undoableDeletionBytes: 1_048_576,
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
  maxInviteLinks: 20,
  maxInviteLinkMs: 0,
  maxBlockedUsers: 500,
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
  linkCardsPerMinute: 10,
  summaryCharactersPerHour: 200_000,
  translationCharactersPerMinute: 20_000,
  serverTranslationCharactersPerMinute: 600_000,
  translationTimeoutMs: 15_000,
  uploadIdleMs: 20_000,
  minBytesPerSecond: 8_192,
  downloadIdleMs: 30_000,
  maxDownloadsPerAddress: 200,
  maxPictureBytes: 5_242_880,
  maxPosterBytes: 262_144,
  maxImagePixels: 50_000_000,
  maxComplexImagePixels: 8_294_400,
  imageTimeoutMs: 30_000,
  unsentFileMs: 3_600_000,
  fileUrlMs: 600_000,
  callRingMs: 45_000,
  callGraceMs: 40_000,
  callsPerMinute: 10,
  recordingConsentMs: 60_000,
  captionsPerSecond: 20,
  captionBurst: 100,
  maxSignalBytes: 32_768,
  signalsPerSecond: 20,
  signalBurst: 200,
};

/** Page size of every list: the default and the maximum of `limit`. */
export const pageSize = { default: 50, max: 100 } as const;

/** Most message ids in `unsure` of a join. */
export const mostUnsure = 50;

/** Most user ids in `by` of a reaction; `count` counts all. */
export const reactorsShown = 50;
