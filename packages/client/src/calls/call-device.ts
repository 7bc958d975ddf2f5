/** By which name this page was in a call before it was reloaded. Of this tab alone. */
export interface RememberedDevice {
  of(callId: string): string | null;
  keep(callId: string, device: string): void;
  drop(callId: string): void;
}

const key = (callId: string): string => `chat-call:${callId}`;

export const rememberedDevice = (): RememberedDevice => {
  const inSession = <T>(use: (storage: Storage) => T): T | null => {
    try {
      return typeof sessionStorage === 'undefined' ? null : use(sessionStorage);
    } catch {
      return null; // a page that may not keep anything: a reload leaves the call then
    }
  };
  return {
    of: (callId) => inSession((storage) => storage.getItem(key(callId))),
    keep: (callId, device) => void inSession((storage) => storage.setItem(key(callId), device)),
    drop: (callId) => void inSession((storage) => storage.removeItem(key(callId))),
  };
};
