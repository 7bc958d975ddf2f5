// What is done in the browser before a picture is taken: by what stands there, not by its words, so that it goes in every language.
import type { Locator, Page } from 'playwright-core';

export interface Stage {
  page: Page;
  room: Locator;
  /** The row of a message. */
  row(text: string): Locator;
  /** Opens the menu of a message. */
  menuOf(text: string): Promise<void>;
  /** Chooses from the menu that is open. */
  choose(name: string): Promise<void>;
  /** Presses a button of the header, in its menu where there is little room. */
  tool(name: string): Promise<void>;
  /** The list of people. */
  openPeople(): Promise<void>;
  /** Writes into the field, and does not send it. */
  write(text: string): Promise<void>;
  /** Waits until something is there. */
  sees(selector: string): Promise<void>;
}

export const stageOf = (page: Page): Stage => {
  const room = page.locator('chat-room').first();
  const row = (text: string): Locator =>
    room.locator('chat-messages [data-message]', { hasText: text }).first();
  const choose = async (name: string): Promise<void> => {
    const entry = page.locator(`.menu:popover-open [role^=menuitem].${name}`).first();
    const more = page.locator('.menu:popover-open [role=menuitem].more');
    // Long menus show some entries under "More".
    if (!(await entry.isVisible()) && (await more.isVisible())) await more.click();
    await entry.click();
  };
  return {
    page,
    room,
    row,
    choose,
    menuOf: async (text) => {
      await row(text).hover();
      await row(text).locator('.more').click();
      await page.locator('.menu:popover-open').first().waitFor();
    },
    tool: async (name) => {
      const button = room.locator(`header .icon-button.${name}`);
      const more = room.locator('header .more-tools');
      await button.or(more).and(page.locator(':visible')).first().waitFor();
      if (await button.isVisible()) return button.click();
      await more.click();
      return choose(name);
    },
    openPeople: () => room.locator('header .people').click(),
    write: async (text) => {
      const field = room.locator('chat-composer textarea').first();
      await field.click();
      await field.pressSequentially(text);
    },
    sees: (selector) => page.locator(selector).first().waitFor(),
  };
};
