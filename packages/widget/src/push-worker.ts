// The service worker: shows what the server sends while nobody looks. Plain, so that a page's own worker can take it in
// with `importScripts('/chat/push-worker.js')`.

interface Payload {
  v: number;
  roomId: string;
  title: string;
  messageId: string;
  author: { name: string; avatarUrl?: string };
  text: string;
  mention: boolean;
  at: number;
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

const show = async ({ roomId, title, author, text, mention, at, messageId }: Payload): Promise<void> => {
  // Who looks at the page sees it there; browsers allow this one silence.
  if ((await pages()).some(({ visibilityState }) => visibilityState === 'visible')) return;
  // More than the types of the platform know.
  const options: NotificationOptions & { renotify: boolean; timestamp: number } = {
    body: text,
    tag: `chat:${roomId}`,
    data: { roomId, messageId },
    ...(author.avatarUrl === undefined ? {} : { icon: author.avatarUrl }),
    renotify: mention,
    timestamp: at,
  };
  await scope.registration.showNotification(title ? `${author.name} · ${title}` : author.name, options);
};

/** To the page that is open, which is told where to go; else a new one where this worker is at home. */
const bring = async ({ roomId, messageId }: { roomId: string; messageId: string }): Promise<void> => {
  const [page] = await pages();
  if (!page) {
    const place = new URLSearchParams({ chat: roomId, message: messageId });
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
  if (payload?.v === 1) event.waitUntil(show(payload));
});
scope.addEventListener('notificationclick', (event) => {
  const data = event.notification?.data as { roomId: string; messageId: string } | undefined;
  if (!data?.roomId) return;
  event.notification?.close();
  event.waitUntil(bring(data));
});
