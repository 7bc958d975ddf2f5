import {
  ChatError,
  type ChatClient,
  type ChatRoom,
  type Readable,
  type Replay,
  type RoomState,
} from '@chat/client';
import type { EventOf, EventType, ReplayBurst } from '@chat/protocol';

/** A room that shows its past: nothing can be changed in it. */
export interface ReplayRoom {
  client: ChatClient;
  /** Shows emoji to whoever listens to the bursts of the room. */
  burst(bursts: readonly ReplayBurst[]): void;
}

const stop = (): void => {};
const done = async (): Promise<void> => {};
const none = async (): Promise<false> => false;
const refuse = async (): Promise<never> => {
  throw new ChatError('forbidden', 'a replay is read-only');
};
const fixed = <T>(value: T): Readable<T> => ({
  get: () => value,
  subscribe: (listener) => {
    listener(value);
    return stop;
  },
});

const past: RoomState = {
  status: 'joined',
  error: null,
  room: null,
  me: null,
  can: null,
  since: null,
  peer: null,
  blocked: [],
};

/** The parts of a room apart from its messages: lists are empty, and changes are refused. */
const emptyParts = {
  join: done,
  leave: done,
  thread: (id) => ({
    id,
    ...fixed({ items: [], gaps: [], hasOlder: false, loaded: true, root: null }),
    send: refuse,
    loadOlder: none,
  }),
  members: {
    ...fixed({ items: [], occupancy: 0, hasMore: false }),
    loadMore: none,
    invite: refuse,
    add: refuse,
    remove: refuse,
    update: refuse,
    mute: refuse,
    ban: refuse,
    bans: async () => ({ bans: [], hasMore: false }),
    unban: refuse,
    createInviteLink: refuse,
    inviteLinks: refuse,
    revokeInviteLink: refuse,
  },
  presence: { ...fixed({ users: [], occupancy: 0 }), set: refuse },
  typing: { ...fixed({ users: [], count: 0 }), start: stop, stop },
  reactions: {
    add: refuse,
    remove: refuse,
    toggle: refuse,
    list: async () => ({ users: [], hasMore: false }),
    burst: refuse,
  },
  receipts: {
    ...fixed({ readSeq: 0, turn: 0, unread: 0, unreadMentions: 0, mentionSeqs: [], others: {} }),
    read: stop,
    unread: refuse,
    load: done,
    count: refuse,
  },
  reports: {
    ...fixed({ items: [], hasMore: false, loaded: true }),
    load: done,
    report: refuse,
    resolve: refuse,
  },
  audit: { list: async () => ({ entries: [], hasMore: false }) },
  approval: {
    ...fixed({ items: [], count: 0, hasMore: false, loaded: true }),
    load: done,
    loadMore: done,
    approve: refuse,
    trust: refuse,
    untrust: refuse,
    reject: refuse,
    withdraw: refuse,
  },
  pins: { ...fixed({ items: [], loaded: true }), load: done, pin: refuse, unpin: refuse },
  questions: {
    ...fixed({ state: 'open', sort: 'votes', items: [], open: 0, hasMore: false, loaded: true }),
    load: done,
    loadMore: async () => false,
    page: async () => ({ questions: [], open: 0 }),
    ask: refuse,
    upvote: refuse,
    withdraw: refuse,
    answer: refuse,
    dismiss: refuse,
    reopen: refuse,
    highlight: refuse,
  },
  polls: {
    ...fixed(new Map()),
    load: done,
    create: refuse,
    vote: refuse,
    addOption: refuse,
    close: refuse,
    results: refuse,
    drafts: async () => ({ drafts: [], hasMore: false }),
    saveDraft: refuse,
    deleteDraft: refuse,
  },
  scheduled: {
    ...fixed({ items: [], loaded: true }),
    load: done,
    schedule: refuse,
    edit: refuse,
    sendNow: refuse,
    cancel: refuse,
  },
  versions: { list: async () => [] },
  slash: { list: async () => [], run: refuse },
  settings: { update: refuse, end: refuse },
  calls: {
    ...fixed(null),
    start: refuse,
    accept: refuse,
    reject: refuse,
    hangup: refuse,
    record: refuse,
    signal: refuse,
    ice: refuse,
    media: refuse,
  },
  groupCall: {
    ...fixed(null),
    load: done,
    start: refuse,
    join: refuse,
    raiseHand: refuse,
    record: refuse,
    leave: refuse,
    end: refuse,
    media: refuse,
  },
  hands: { ...fixed([]), raise: refuse, lower: refuse, lowerAll: refuse, call: refuse },
  spotlight: { ...fixed(null), set: refuse, setQuestion: refuse, clear: refuse },
  encryption: { ...fixed(null), require: done, safetyNumber: refuse, verify: refuse },
  overlays: { create: refuse, url: refuse, list: refuse, revoke: refuse },
  lobby: {
    ...fixed({ mine: null, error: null, waiting: [], loaded: true }),
    knock: refuse,
    leave: done,
    send: refuse,
    load: done,
    admit: refuse,
    admitAll: refuse,
    decline: refuse,
  },
  attendance: { list: async () => ({ users: [], hasMore: false }), csv: refuse },
  search: async () => ({ hits: [], hasMore: false }),
  export: refuse,
} satisfies Partial<ChatRoom>;

const messagesOf = (replay: Replay): Pick<ChatRoom, 'messages' | 'replies' | 'captions'> => {
  const find = (id: string) => replay.get().items.find((item) => item.id === id);
  return {
    messages: {
      get: replay.get,
      subscribe: replay.subscribe,
      loadOlder: replay.loadOlder,
      reach: async (id) => {
        while (!find(id) && (await replay.loadOlder()));
        return find(id) !== undefined;
      },
      fill: none,
      around: async () => ({ messages: [], hasMore: false }),
      send: refuse,
      edit: refuse,
      delete: refuse,
      restore: refuse,
      forward: refuse,
      retry: stop,
      discard: stop,
    },
    captions: { ...replay.captions, send: refuse },
    replies: { ...fixed(new Map()), original: (id) => find(id) ?? null },
  };
};

/** Returns the ids of the users whom the reader has blocked. */
export const blockedUsers = async ({ users: { blocked } }: Pick<ChatClient, 'users'>): Promise<string[]> => {
  const ids: string[] = [];
  for (let hasMore = true; hasMore;) {
    const after = ids.at(-1);
    const page = await blocked(after === undefined ? {} : { after });
    ids.push(...page.users.map(({ user }) => user.id));
    ({ hasMore } = page);
  }
  return ids;
};

/**
 * Returns a client whose room has the messages of a replay, and no rights. Elements and features draw it as any
 * room; what they could change or load of the present is empty.
 */
export const replayRoom = (
  client: ChatClient,
  room: ChatRoom,
  replay: Replay,
  blocked: readonly string[],
): ReplayRoom => {
  const { id, files, recordings, translation } = room;
  const listeners = new Set<(event: EventOf<'reaction:burst'>) => void>();
  const on = <T extends EventType>(type: T, listener: (event: EventOf<T>) => void) => {
    const listen = (event: EventOf<'reaction:burst'>): void => {
      if (event.type === type) listener(event as EventOf<T>);
    };
    listeners.add(listen);
    return () => void listeners.delete(listen);
  };
  const shown: ChatRoom = {
    ...emptyParts,
    ...messagesOf(replay),
    id,
    state: fixed({ ...past, blocked }),
    on,
    translation,
    recordings: {
      list: (query) => recordings.list(query),
      get: (recordingId) => recordings.get(recordingId),
      replay: (recordingId) => recordings.replay(recordingId),
      set: refuse,
      remove: refuse,
    },
    files: {
      list: (query) => files.list(query),
      url: (fileId, variant) => files.url(fileId, variant),
      open: (fileId, options) => files.open(fileId, options),
      upload: refuse,
      delete: refuse,
    },
  };
  return {
    client: Object.create(client, { room: { value: () => shown } }) as ChatClient,
    burst: (bursts) => {
      for (const { emoji, count } of bursts)
        for (const listen of listeners) listen({ type: 'reaction:burst', roomId: id, emoji, count });
    },
  };
};
