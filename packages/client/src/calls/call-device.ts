/** The device id under which this tab was in a call before a reload. */
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
      return null; // storage is not allowed: a reload then leaves the call
    }
  };
  return {
    of: (callId) => inSession((storage) => storage.getItem(key(callId))),
    keep: (callId, device) => void inSession((storage) => storage.setItem(key(callId), device)),
    drop: (callId) => void inSession((storage) => storage.removeItem(key(callId))),
  };
};
