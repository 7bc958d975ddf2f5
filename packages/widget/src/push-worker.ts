// The service worker: shows push messages as notifications. Plain script, so that a page's own worker can import it
// with `importScripts('/chat/push-worker.js')`.
import { decryptPush, type SealedPush } from './features/encryption/decrypt-push.ts';

interface Payload {
  v: number;
  roomId: string;
  title: string;
  messageId: string;
  author: { name: string; avatarUrl?: string };
  text: string;
  /** The message is encrypted, and `text` is empty. */
  encrypted?: true;
  /** The encrypted message, unless it is too long for a push. */
  sealed?: SealedPush;
  /** The message is a recording without a text. */
  recording?: { kind: 'voice' | 'audio' | 'video'; durationMs?: number };
  mention: boolean;
  at: number;
  /** The message is about the start of a room only. */
  reminder?: { startsAt: number };
  /** The message is about a call only. */
  call?: { kind: 'audio' | 'video'; state: 'ringing' | 'active' | 'ended'; outcome?: string };
  /** The message is about a group call only. */
  groupCall?: { state: 'active' | 'ended' };
}

interface Page {
  url: string;
  visibilityState: string;
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}

interface Scope {
  registration: ServiceWorkerRegistration;
  clients: {
    matchAll(options: object): Promise<Page[]>;
    openWindow(url: string): Promise<unknown>;
    claim(): Promise<void>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: string, listener: (event: WorkerEvent) => void): void;
}

interface WorkerEvent {
  waitUntil(work: Promise<unknown>): void;
  data?: { json(): unknown };
  notification?: Notification;
}

const scope = self as unknown as Scope;
const pages = (): Promise<Page[]> => scope.clients.matchAll({ type: 'window', includeUncontrolled: true });

/** A focused page shows the message itself; browsers allow a push without a notification then. */
const isSeen = async (): Promise<boolean> =>
  (await pages()).some(({ visibilityState }) => visibilityState === 'visible');

/** The name of a recording: a voice note, a recorded call, a recorded video call. */
const recordingTexts: Record<string, Record<'voice' | 'audio' | 'video', string>> = {
  en: { voice: 'Voice note', audio: 'Voice call recording', video: 'Video call recording' },
  es: {
    voice: 'Nota de voz',
    audio: 'Grabación de la llamada',
    video: 'Grabación de la videollamada',
  },
  fr: {
    voice: 'Message vocal',
    audio: 'Enregistrement de l’appel',
    video: 'Enregistrement de l’appel vidéo',
  },
  pt: {
    voice: 'Mensagem de voz',
    audio: 'Gravação da chamada',
    video: 'Gravação da chamada de vídeo',
  },
  de: { voice: 'Sprachnachricht', audio: 'Aufnahme des Anrufs', video: 'Aufnahme des Videoanrufs' },
  ar: { voice: 'رسالة صوتية', audio: 'تسجيل المكالمة', video: 'تسجيل مكالمة الفيديو' },
};

const recordingText = ({ kind, durationMs }: NonNullable<Payload['recording']>): string => {
  const name = (recordingTexts[navigator.language.slice(0, 2)] ?? recordingTexts['en'])?.[kind] ?? '';
  if (durationMs === undefined) return name;
  const seconds = Math.round(durationMs / 1_000);
  return `${name} · ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/** In place of a text that this browser cannot decrypt. */
const encryptedTexts: Record<string, string> = {
  en: 'Encrypted message',
  es: 'Mensaje cifrado',
  fr: 'Message chiffré',
  pt: 'Mensagem criptografada',
  de: 'Verschlüsselte Nachricht',
  ar: 'رسالة مشفّرة',
};
/** Most characters of a text. */
const shownText = 240;

const textOf = async (payload: Payload): Promise<string> => {
  const { text, recording, encrypted, sealed } = payload;
  if (recording) return recordingText(recording);
  if (!encrypted) return text;
  const opened = sealed ? await decryptPush(payload, sealed) : null;
  const generic = encryptedTexts[navigator.language.slice(0, 2)] ?? encryptedTexts['en'] ?? '';
  return opened ? Array.from(opened).slice(0, shownText).join('') : generic;
};

const show = async (payload: Payload): Promise<void> => {
  if (await isSeen()) return;
  const { roomId, title, author, mention, at, messageId } = payload;
  // The platform's types lack some options.
  const options: NotificationOptions & { renotify: boolean; timestamp: number } = {
    body: await textOf(payload),
    tag: `chat:${roomId}`,
    data: { roomId, messageId },
    ...(author.avatarUrl === undefined ? {} : { icon: author.avatarUrl }),
    renotify: mention,
    timestamp: at,
  };
  await scope.registration.showNotification(title ? `${author.name} · ${title}` : author.name, options);
};

/** The text of a notification that a room starts. */
const startTexts: Record<string, string> = {
  en: 'Starts: {time}',
  es: 'Empieza: {time}',
  fr: 'Début : {time}',
  pt: 'Começa: {time}',
  de: 'Beginn: {time}',
  ar: 'البداية: {time}',
};

const remind = async ({ roomId, title }: Payload, startsAt: number): Promise<void> => {
  if (await isSeen()) return;
  const isToday = new Date(startsAt).toDateString() === new Date().toDateString();
  const time = new Intl.DateTimeFormat(navigator.language, {
    timeStyle: 'short',
    ...(isToday ? {} : { dateStyle: 'medium' }),
  }).format(startsAt);
  const text = startTexts[navigator.language.slice(0, 2)] ?? startTexts['en'] ?? '';
  const options: NotificationOptions & { renotify: boolean; timestamp: number } = {
    body: text.replace('{time}', time),
    tag: `chat-start:${roomId}`,
    data: { roomId },
    renotify: true,
    timestamp: startsAt,
  };
  await scope.registration.showNotification(title, options);
};

/** The text of a call notification: audio, video, or missed. */
const callTexts: Record<string, [string, string, string]> = {
  en: ['{name} is calling', 'Incoming video call from {name}', 'Missed call from {name}'],
  es: ['{name} te llama', 'Videollamada de {name}', 'Llamada perdida de {name}'],
  fr: ['{name} vous appelle', 'Appel vidéo de {name}', 'Appel manqué de {name}'],
  pt: ['{name} está ligando', 'Chamada de vídeo de {name}', 'Chamada perdida de {name}'],
  de: ['{name} ruft an', 'Videoanruf von {name}', 'Verpasster Anruf von {name}'],
  ar: ['{name} يتصل بك', 'مكالمة فيديو من {name}', 'مكالمة فائتة من {name}'],
};
const missed = new Set(['missed', 'cancelled', 'lost']);

/** It stays until the call is answered on any device, or is missed. */
const ring = async (
  { roomId, title, author, messageId, at }: Payload,
  { kind, state, outcome = '' }: NonNullable<Payload['call']>,
): Promise<void> => {
  const rings = state === 'ringing';
  const tag = `chat-call:${messageId}`;
  const notes = await scope.registration.getNotifications({ tag });
  if (!rings && (notes.length === 0 || !missed.has(outcome))) return notes.forEach((note) => note.close());
  if (rings && (await isSeen())) return; // it rings there
  const texts = callTexts[navigator.language.slice(0, 2)] ?? callTexts['en'];
  const text = texts?.[rings ? (kind === 'audio' ? 0 : 1) : 2] ?? '';
  const options: NotificationOptions & { renotify: boolean; timestamp: number; vibrate?: number[] } = {
    body: title,
    tag,
    data: { roomId, messageId },
    requireInteraction: rings,
    silent: !rings,
    renotify: rings,
    timestamp: at,
    ...(rings ? { vibrate: [400, 200, 400, 200, 400] } : {}),
  };
  await scope.registration.showNotification(text.replace('{name}', author.name), options);
};

/** The text of a group call notification. */
const gatherTexts: Record<string, string> = {
  en: '{name} started a call',
  es: '{name} ha iniciado una llamada',
  fr: '{name} a lancé un appel',
  pt: '{name} iniciou uma chamada',
  de: '{name} hat einen Anruf gestartet',
  ar: 'بدأ {name} مكالمة',
};

/** It closes when the call ends. */
const gather = async ({ roomId, title, author, messageId, at }: Payload, isOver: boolean): Promise<void> => {
  const tag = `chat-call:${messageId}`;
  if (isOver) return (await scope.registration.getNotifications({ tag })).forEach((note) => note.close());
  if (await isSeen()) return;
  const text = gatherTexts[navigator.language.slice(0, 2)] ?? gatherTexts['en'] ?? '';
  const options: NotificationOptions & { timestamp: number } = {
    body: title,
    tag,
    data: { roomId, messageId },
    timestamp: at,
  };
  await scope.registration.showNotification(text.replace('{name}', author.name), options);
};

/** Asks an open page to show the room; else opens one in this worker's scope. */
const bring = async ({ roomId, messageId }: { roomId: string; messageId?: string }): Promise<void> => {
  const [page] = await pages();
  if (!page) {
    const place = new URLSearchParams({ chat: roomId, ...(messageId && { message: messageId }) });
    await scope.clients.openWindow(`${scope.registration.scope}#${String(place)}`);
    return;
  }
  await page.focus();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a page of this worker's own, not a window
  page.postMessage({ type: 'chat-open', roomId, messageId });
};

scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener('push', (event) => {
  const payload = event.data?.json() as Payload | undefined;
  if (payload?.v !== 1) return;
  const { call, groupCall, reminder } = payload;
  const { startsAt } = reminder ?? {};
  if (groupCall) event.waitUntil(gather(payload, groupCall.state === 'ended'));
  else event.waitUntil(call ? ring(payload, call) : startsAt ? remind(payload, startsAt) : show(payload));
});
scope.addEventListener('notificationclick', (event) => {
  const data = event.notification?.data as { roomId: string; messageId?: string } | undefined;
  if (!data?.roomId) return;
  event.notification?.close();
  event.waitUntil(bring(data));
});
