import type { FileKind, HealthStatus, Phase, RoomType, ServerStats } from '@chat/protocol';
import { localize } from '../../i18n/localize.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { pt } from './pt.ts';

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

/** Changes for a region. */
const variants = {
  'pt-pt': {
    sections: { users: 'Utilizadores', audit: 'Registo de auditoria', files: 'Ficheiros' },
    signIn: { button: 'Iniciar sessão' },
    allUsers: 'Todos os utilizadores',
    user: 'Utilizador',
    phases: { ended: 'Terminada' },
    overview: {
      states: { ok: 'Tudo bem', draining: 'A encerrar' },
      connections: 'Ligações',
      unauthenticated: 'A iniciar sessão',
      users: 'Utilizadores online',
      refused: 'Pedidos recusados',
      lag: 'Atraso do ciclo de eventos',
      command: 'Comandos',
      files: 'Tamanho dos ficheiros',
    },
    rooms: {
      end: 'Terminar sala',
      confirmEnd: 'Terminar {name}?',
      endText: 'Todos ainda podem ler, mas ninguém pode enviar mensagens. Não é possível anular.',
      confirmDelete: 'Eliminar esta mensagem?',
    },
    users: {
      status: 'Estado',
      lastSeen: 'Última ligação',
      revoke: 'Terminar ligações',
      confirmRevoke: 'Terminar todas as ligações de {name}?',
      revokeText:
        'Este utilizador terá de iniciar sessão de novo. Para impedir o acesso a uma sala, é preciso bani-lo nela.',
      export: 'Transferir dados',
      rooms: 'Salas deste utilizador',
    },
    audit: { about: 'Nome ou ID de um utilizador', save: 'Transferir em CSV' },
    files: {
      download: 'Transferir',
      confirmDelete: 'Eliminar {name}?',
      deleteText: 'O ficheiro é eliminado para todos. Não é possível anular.',
    },
  },
};

/** In the language of the page, else in English. */
export const adminTexts = localize<AdminTexts>({ en, es, fr, pt, de, ar }, variants);
