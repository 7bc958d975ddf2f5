// The user's own devices in encrypted rooms, as the panel shows them.
import type { AccountState, EncryptionState } from '@chat/client';
import { ChatError, capabilities } from '@chat/protocol';
import { expect, test } from 'vitest';
import { ana, fakeChat, ines, message, room } from './fixtures/fake-client.ts';
import { mount } from './fixtures/mount.ts';
import { vary } from './fixtures/varying.ts';

const secret = 'AAAA-BBBB-CCCC';
const laptop = { id: 'c', name: 'Firefox, Linux', addedAt: 1, isOwn: true };
const phone = { id: 'p', name: 'Chrome, Android', addedAt: Date.UTC(2026, 10, 3, 12), isOwn: false };

const inRoom: EncryptionState = {
  status: 'ready',
  error: null,
  devices: [
    { userId: ines.id, id: 'a', isOwn: false },
    { userId: ana.id, id: 'c', isOwn: true },
    { userId: ana.id, id: 'p', isOwn: false },
    { userId: ana.id, id: 'old', isOwn: false },
  ],
  newKeys: [],
  altered: [],
  verified: [],
  lapsed: [],
  warnings: [],
};

const openPanel = async (account: AccountState, state: Partial<EncryptionState> = {}) => {
  const fake = fakeChat([message(ines, 'hola')]);
  const settings = { ...room(), type: 'private' as const, encryption: 'e2ee' as const };
  const calls: string[] = [];
  const failures: ChatError[] = [];
  const called = async <T>(call: string, result: T): Promise<T> => {
    calls.push(call);
    const failure = failures.shift();
    if (failure) throw failure;
    return result;
  };
  const shown = vary<AccountState>(account);
  const encryption = {
    ...vary<EncryptionState | null>({ ...inRoom, ...state }),
    safetyNumber: (id: string) => called(`number ${id}`, '00001 00002 00003 00004 00005 00006'),
    verify: (id: string, number: string | null) => called(`verify ${id} ${number}`, undefined),
  };
  const keys = {
    ...shown,
    setUpRecovery: () => called('set up', secret),
    startOver: () => called('start over', secret),
    recover: (typed: string) => called(`recover ${typed}`, undefined),
    removeDevice: (id: string) => called(`remove ${id}`, undefined),
    approve: (code: string) => called(`approve ${code}`, undefined),
    requestApproval: () =>
      called('ask', { code: 'AB12-CD34-EF56', approved: new Promise<void>(() => {}), cancel: () => {} }),
  };
  Object.assign(fake.room, { encryption });
  Object.assign(fake.client, { encryption: keys });
  fake.state.set({ ...fake.state.get(), room: settings, can: capabilities(settings, { role: 'owner' }, 0) });
  const { element } = await mount(fake, { width: 900 });
  const root = element.shadowRoot!;
  const lock = (): HTMLButtonElement | null => root.querySelector('button.encryption');
  await expect.poll(lock).not.toBeNull();
  if (state.status !== 'waiting') lock()?.click();
  const own = () => root.querySelector('chat-account-keys')?.shadowRoot;
  const text = () => own()?.textContent.replace(/\s+/g, ' ') ?? '';
  const press = async (name: RegExp): Promise<void> => {
    const find = () =>
      [...(own()?.querySelectorAll('button') ?? [])].find((each) => name.test(each.textContent));
    await expect.poll(find).toBeDefined();
    find()?.click();
  };
  const type = async (typed: string): Promise<void> => {
    const field = () => own()?.querySelector<HTMLInputElement>('.key');
    await expect.poll(field).not.toBeNull();
    field()!.value = typed;
  };
  return { root, lock, own, text, press, type, shown, calls, failures, encryption };
};

test('a dot on the lock and one button lead to a recovery key, which is shown until it is saved', async () => {
  const { lock, own, text, press, calls, shown } = await openPanel({ status: 'none', devices: [] });
  await expect.poll(() => lock()?.classList.contains('nags')).toBe(true);
  expect(lock()?.title).toMatch(/clave de recuperación/);
  await press(/Crear clave/);
  await expect.poll(() => own()?.querySelector('.secret')?.ariaLabel).toBe(secret);
  expect(calls).toEqual(['set up']);
  shown.set({ status: 'ready', devices: [laptop] });
  await expect.poll(() => lock()?.classList.contains('nags')).toBe(false);
  // Closing the panel does not lose it.
  lock()?.click();
  await expect.poll(own).toBeUndefined();
  lock()?.click();
  await expect.poll(() => own()?.querySelector('.secret')?.ariaLabel).toBe(secret);
  await press(/La he guardado/);
  await expect.poll(() => own()?.querySelector('.secret')).toBeNull();
  expect(text()).toMatch(/recuperas tus mensajes/);
});

test('a new device says that it cannot read yet, and takes the key, a code, or neither', async () => {
  const account: AccountState = { status: 'needs_recovery', devices: [] };
  const { root, own, text, press, type, calls, failures } = await openPanel(account, {
    status: 'waiting',
    devices: [],
  });
  const bar = () => root.querySelector('.encryption-bar');
  await expect.poll(() => bar()?.textContent).toMatch(/todavía no puede leer esta conversación/);
  bar()?.querySelector('button')?.click();
  await type('MAL');
  failures.push(new ChatError('invalid', '', { reason: 'secret_mistyped' }));
  await press(/Recuperar mensajes/);
  await expect.poll(() => own()?.querySelector('.problem')?.textContent).toMatch(/Falta un carácter/);
  failures.push(new ChatError('forbidden', '', { reason: 'wrong_secret' }));
  await press(/Recuperar mensajes/);
  await expect.poll(() => own()?.querySelector('.problem')?.textContent).toMatch(/no es tu clave/);
  await press(/Usar otro dispositivo/);
  await expect.poll(() => own()?.querySelector('.code')?.textContent).toBe('AB12-CD34-EF56');
  await press(/Continuar sin historial/);
  await expect.poll(text).toMatch(/Los demás verán/);
  expect(calls).not.toContain('start over');
  await press(/Continuar sin historial/);
  await expect.poll(() => own()?.querySelector('.secret')?.ariaLabel).toBe(secret);
  expect(calls).toEqual(['recover MAL', 'recover MAL', 'ask', 'start over']);
});

test('own devices are listed, approved and removed', async () => {
  const account: AccountState = { status: 'ready', devices: [phone, laptop] };
  const { own, press, type, calls } = await openPanel(account);
  const rows = () =>
    [...(own()?.querySelectorAll('.devices li') ?? [])].map((row) =>
      row.textContent.replace(/\s+/g, ' ').trim(),
    );
  await expect.poll(() => rows().length).toBe(3);
  expect(rows()[0]).toMatch(/Firefox, Linux ?Este dispositivo$/);
  expect(rows()[1]).toMatch(/Chrome, Android ?Añadido el 3 nov 2026 Eliminar/);
  expect(rows()[2]).toMatch(/Otro dispositivo/);
  own()?.querySelector<HTMLButtonElement>('button[aria-label="Eliminar: Chrome, Android"]')?.click();
  await expect
    .poll(() => own()?.querySelector('.confirm')?.textContent)
    .toMatch(/¿Eliminar Chrome, Android\?/);
  own()?.querySelector<HTMLButtonElement>('.confirm .danger')?.click();
  await expect.poll(() => calls).toEqual(['remove p']);
  await press(/Aprobar un dispositivo/);
  await type('AB12 CD34 EF56');
  await press(/^\s*Aprobar\s*$/);
  await expect.poll(() => calls.at(-1)).toBe('approve AB12 CD34 EF56');
});

test('what the server has altered is said, and a changed key of a verified member', async () => {
  const { root, own, shown } = await openPanel(
    { status: 'altered', devices: [] },
    { altered: [ines.id], lapsed: [ines.id], newKeys: [ines.id], warnings: ['rolled_back'] },
  );
  await expect.poll(() => own()?.querySelector('[role="alert"]')?.textContent).toMatch(/no han firmado/);
  const panel = () => root.querySelector('.encryption-panel')?.textContent.replace(/\s+/g, ' ');
  expect(panel()).toMatch(/claves de Inés Vidal que Inés Vidal no ha firmado/);
  expect(panel()).toMatch(/ha cambiado desde que la verificaste/);
  expect(panel()).toMatch(/claves de esta conversación que son antiguas/);
  expect(panel()).not.toMatch(/usa un dispositivo nuevo/);
  expect(root.querySelector('.encryption-bar')?.textContent).toMatch(
    /no son las que firmaron tus dispositivos/,
  );
  shown.set({ status: 'ready', devices: [laptop] });
  await expect.poll(() => root.querySelector('.encryption-bar')?.textContent).toMatch(/ha cambiado/);
});

test('a safety number is compared, and marks a member as verified', async () => {
  const { root, calls, encryption } = await openPanel({ status: 'ready', devices: [laptop] });
  const part = () => root.querySelector('chat-safety-number')?.shadowRoot;
  await expect.poll(() => part()?.querySelector('button')).not.toBeNull();
  expect(root.querySelectorAll('chat-safety-number')).toHaveLength(1);
  part()?.querySelector('button')?.click();
  await expect.poll(() => part()?.querySelectorAll('.number span').length).toBe(6);
  part()?.querySelector<HTMLButtonElement>('.primary')?.click();
  await expect
    .poll(() => calls)
    .toEqual([`number ${ines.id}`, `verify ${ines.id} 00001 00002 00003 00004 00005 00006`]);
  encryption.set({ ...inRoom, verified: [ines.id] });
  await expect.poll(() => part()?.querySelector('.verified')?.textContent).toMatch(/Verificado/);
});
