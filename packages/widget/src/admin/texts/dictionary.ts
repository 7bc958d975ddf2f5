import type { FileKind, HealthStatus, Phase, RoomType, ServerStats } from '@chat/protocol';

/** The sections of the admin page, in the order of its navigation. */
export const sections = ['overview', 'rooms', 'users', 'reports', 'audit', 'webhooks', 'files'] as const;
export type Section = (typeof sections)[number];

type Named<K extends string> = Record<K, string>;

/** Texts of the admin page. */
export interface AdminTexts extends Named<
  | 'title'
  | 'refresh'
  | 'allRooms'
  | 'allUsers'
  | 'nothing'
  | 'all'
  | 'room'
  | 'user'
  | 'id'
  | 'time'
  | 'type'
  | 'state'
  | 'actions'
  | 'name'
  | 'by'
  | 'done'
> {
  sections: Named<Section>;
  signIn: Named<'title' | 'notAdmin' | 'token' | 'button'>;
  types: Named<RoomType>;
  phases: Named<Phase>;
  overview: { states: Named<HealthStatus>; levels: Named<ServerStats['load']> } & Named<
    | 'health'
    | 'load'
    | 'connections'
    | 'unauthenticated'
    | 'users'
    | 'rooms'
    | 'messages'
    | 'commands'
    | 'errors'
    | 'refused'
    | 'lag'
    | 'storage'
    | 'files'
    | 'memory'
    | 'uptime'
    | 'traffic'
    | 'server'
    | 'perCommand'
    | 'command'
    | 'succeeded'
    | 'failed'
    | 'average'
    | 'node'
  >;
  rooms: Named<
    | 'find'
    | 'activity'
    | 'present'
    | 'createdBy'
    | 'created'
    | 'starts'
    | 'ends'
    | 'locked'
    | 'yes'
    | 'no'
    | 'lock'
    | 'unlock'
    | 'end'
    | 'confirmEnd'
    | 'endText'
    | 'members'
    | 'role'
    | 'muted'
    | 'latest'
    | 'message'
    | 'confirmDelete'
    | 'confirmBan'
    | 'confirmRemove'
  >;
  users: Named<
    'find' | 'status' | 'lastSeen' | 'revoke' | 'confirmRevoke' | 'revokeText' | 'export' | 'rooms'
  >;
  reports: Named<'nothing' | 'confirmReject'>;
  audit: Named<'action' | 'about' | 'from' | 'to' | 'save' | 'message'>;
  webhooks: Named<
    | 'none'
    | 'delivered'
    | 'failed'
    | 'behind'
    | 'paused'
    | 'event'
    | 'attempt'
    | 'result'
    | 'duration'
    | 'deliveries'
  >;
  files: { kinds: Named<FileKind> } & Named<
    'kind' | 'size' | 'by' | 'download' | 'confirmDelete' | 'deleteText'
  >;
}
