// The pages of examples/recipes, each as its README says to open it. `test/recipes.test.ts` has what they promise.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picture, useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { hears, isReady, say, shows } from './portal.ts';

const { visit } = useBrowser();
const long = { timeout: 180_000 };

const enterAs = async (page: Page, name: string): Promise<void> => {
  await page.locator('chat-join-form input').fill(name);
  await page.locator('chat-join-form button').click();
};

test('telehealth: the doctor makes an appointment, and the patient waits and is admitted', long, async () => {
  const { url } = await startExample('recipes/telehealth');
  const [doctor, patient] = [await visit(), await visit()];
  await doctor.page.goto(`${url}/#doctor=demo`);
  await doctor.page.getByLabel('Patient').fill('Eva');
  await doctor.page.getByRole('button', { name: 'New appointment' }).click();
  const link = await doctor.page.locator('output').filter({ hasText: 'Link for Eva' }).innerText();
  await isReady(doctor.page);
  await patient.page.goto(link.replace(/^.*?: /, ''));
  await enterAs(patient.page, 'Eva');
  // The link asks before it enters.
  await patient.page.getByRole('dialog').getByRole('button', { name: 'Join' }).click();
  await shows(patient.page, /Dr. Vega will be with you shortly/);
  await picture(patient.page, 'telehealth-patient');
  await doctor.page
    .getByRole('button', { name: /Waiting room/ })
    .first()
    .click();
  await picture(doctor.page, 'telehealth-lobby');
  await doctor.page.getByRole('button', { name: 'Admit Eva' }).click();
  await isReady(patient.page);
  await say(patient.page, 'It hurts here.');
  await hears(doctor.page, 'It hurts here.');
  await picture(doctor.page, 'telehealth-doctor');
  expect([...doctor.complaints, ...patient.complaints]).toEqual([]);
});

test('webinar: a link waits for the host', long, async () => {
  const { url } = await startExample('recipes/webinar');
  const [host, ana] = [await visit(), await visit()];
  await host.page.goto(`${url}/#host=demo`);
  await isReady(host.page);
  await ana.page.goto(url);
  await enterAs(ana.page, 'Ana');
  await isReady(ana.page);
  await say(ana.page, 'Read https://bees.example.org');
  await shows(ana.page, /Waiting for approval/);
  await picture(ana.page, 'webinar-audience');
  await picture(host.page, 'webinar-host');
  expect([...host.complaints, ...ana.complaints]).toEqual([]);
});

test('support desk: an agent finds the case in the list, and answers', long, async () => {
  const { url } = await startExample('recipes/support-desk');
  const [agent, visitor] = [await visit(), await visit()];
  await agent.page.goto(`${url}/agents.html#demo`);
  await visitor.page.goto(url);
  await visitor.page.getByLabel('Your name').fill('Eva');
  await visitor.page.getByRole('button', { name: 'Start a chat' }).click();
  await isReady(visitor.page);
  await agent.page.getByText('Eva', { exact: true }).first().click();
  await isReady(agent.page);
  await say(agent.page, 'Hi Eva, I am Ana.');
  await shows(visitor.page, 'Hi Eva, I am Ana.');
  await picture(visitor.page, 'support-desk-visitor');
  await picture(agent.page, 'support-desk-agent');
  await visitor.page.reload();
  await isReady(visitor.page);
  expect([...agent.complaints, ...visitor.complaints]).toEqual([]);
});

test('classroom: the teacher opens the room for the pupils', long, async () => {
  const { url } = await startExample('recipes/classroom');
  const [teacher, pupil] = [await visit(), await visit()];
  await teacher.page.goto(`${url}/#teacher=demo`);
  await isReady(teacher.page);
  await pupil.page.goto(url);
  await enterAs(pupil.page, 'Alan');
  await pupil.page.locator('chat-room header .present').waitFor();
  await picture(pupil.page, 'classroom-pupil');
  await say(teacher.page, '/open');
  await isReady(pupil.page);
  await say(pupil.page, 'Five eighths.');
  await hears(teacher.page, 'Five eighths.');
  await picture(teacher.page, 'classroom-teacher');
  expect([...teacher.complaints, ...pupil.complaints]).toEqual([]);
});

test('game lobby: two players get a match in their lists', long, async () => {
  const { url } = await startExample('recipes/game-lobby');
  const players = [await visit(), await visit()];
  for (const [index, { page }] of players.entries()) {
    await page.goto(url);
    await enterAs(page, ['Ana', 'Ben'][index] ?? '');
    await isReady(page);
  }
  for (const { page } of players) await say(page, '/ready');
  for (const { page } of players) await shows(page, 'Match of Ana and Ben');
  const [ana] = players;
  await ana?.page.getByText('Match of Ana and Ben').first().click();
  await shows(ana!.page, 'Roll the dice: the higher one begins.');
  await picture(ana!.page, 'game-lobby');
  expect(players.flatMap(({ complaints }) => complaints)).toEqual([]);
});
