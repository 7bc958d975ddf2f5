import type { Stop } from '@chat/client';
import { fillText } from '../../i18n/fill-text.ts';
import type { Language } from '../../i18n/language.ts';
import { localize } from '../../i18n/localize.ts';
import { absentPeers, roomSubtitle } from '../../ui/room-subtitle.ts';
import type { RoomContext } from '../../core/feature.ts';

const lastSeenTexts = localize(
  {
    en: {
      today: 'Last seen at {time}',
      yesterday: 'Last seen yesterday at {time}',
      before: 'Last seen on {date}',
    },
    es: {
      today: 'Última vez hoy, {time}',
      yesterday: 'Última vez ayer, {time}',
      before: 'Última vez el {date}',
    },
    fr: {
      today: 'Dernière connexion à {time}',
      yesterday: 'Dernière connexion hier à {time}',
      before: 'Dernière connexion le {date}',
    },
    pt: {
      today: 'Visto por último às {time}',
      yesterday: 'Visto por último ontem às {time}',
      before: 'Visto por último em {date}',
    },
    de: {
      today: 'Zuletzt online um {time}',
      yesterday: 'Zuletzt online gestern um {time}',
      before: 'Zuletzt online am {date}',
    },
    ar: {
      today: 'آخر ظهور اليوم {time}',
      yesterday: 'آخر ظهور أمس {time}',
      before: 'آخر ظهور في {date}',
    },
  },
  {
    'pt-pt': {
      today: 'Visto pela última vez às {time}',
      yesterday: 'Visto pela última vez ontem às {time}',
      before: 'Visto pela última vez em {date}',
    },
  },
);

/** Returns the line of a user who was last online at `at`: the time today and yesterday, else the date. */
const lastSeenText = (at: number, { tag, time }: Language): string => {
  const { today, yesterday, before } = lastSeenTexts(tag);
  const midnight = new Date().setHours(0, 0, 0, 0);
  if (at >= midnight) return fillText(today, { time: time(at) });
  if (at >= new Date(midnight).setDate(new Date(midnight).getDate() - 1))
    return fillText(yesterday, { time: time(at) });
  const year = new Date(at).getFullYear() === new Date().getFullYear() ? undefined : 'numeric';
  const date = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year });
  return fillText(before, { date: date.format(at) });
};

/**
 * Shows in the header of a direct room the status of an absent user as the list of rooms has it, and when they were last
 * online, if their profile says it.
 */
export const watchLastSeen = ({ room, client, language }: RoomContext, changed: () => void): Stop[] => {
  /** The offline user whose profile was read. */
  let read = '';
  const update = (): void => {
    const listed = client.rooms.get().items.find((each) => each.room.id === room.id)?.peer;
    // A bot that runs in the server has no connection, and is not offline.
    const status = listed?.user.bot && listed.status === 'offline' ? undefined : listed?.status;
    if (status !== absentPeers.get(room)?.status) {
      absentPeers.set(room, { status });
      read = '';
      changed();
    }
    const { peer, status: shown } = roomSubtitle(room, language);
    if (peer && shown === 'offline' && read === peer.id) return;
    absentPeers.set(room, { status });
    read = peer && shown === 'offline' ? peer.id : '';
    if (!peer || !read) return;
    client.users.get(peer.id).then(
      ({ lastSeenAt }) => {
        if (lastSeenAt === undefined || read !== peer.id) return;
        absentPeers.set(room, { status, lastSeen: (into) => lastSeenText(lastSeenAt, into) });
        changed();
      },
      // The next change of the room reads it again.
      () => (read = ''),
    );
  };
  return [room.state, room.presence, client.rooms].map((each) => each.subscribe(update));
};
