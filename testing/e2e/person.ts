/** What a person does at the screen, on a desk, tablet or phone alike. */
import { expect, type Locator, type Page } from '@playwright/test';

/** One person's browser page. */
export class Person {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens a matter from the to-do list by its title, once it has arrived there. */
  async openTodo(title: string): Promise<void> {
    await this.openFrom('/todo', title);
  }

  /** Opens a matter from a list such as /outgoing. */
  async openFrom(list: string, title: string): Promise<void> {
    const row = this.page.locator('[data-row]').filter({ hasText: title }).first();
    const more = this.page.getByRole('button', { name: '再显示一些' });
    await expect(async () => {
      await this.page.goto(list);
      await expect(row.or(more).first()).toBeVisible({ timeout: 3_000 });
      while (!(await row.isVisible()) && (await more.isVisible())) {
        await more.click();
        await expect(row.or(more).first()).toBeVisible({ timeout: 3_000 });
      }
      await row.click({ timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
    await expect(this.page.locator('h1')).toHaveText(title);
  }

  /** Presses a verb's button, in the panel or the bar; on a narrow screen the quieter ones stand behind 其他. */
  async choose(verb: string): Promise<Locator> {
    const place = this.page.locator('.act-panel, .act-bar');
    const button = place.getByRole('button', { name: verb, exact: true });
    await expect(place.first()).toBeVisible();
    const others = place.getByRole('button', { name: '其他', exact: true });
    await expect(button.or(others).first()).toBeVisible();
    if (!(await button.isVisible())) {
      await others.click();
    }
    await button.click();
    const form = this.page.locator('form.verb-form');
    await expect(form).toBeVisible();
    return form;
  }

  /** Sends the open form and waits until the screen says that it was done. */
  async send(verb: string): Promise<void> {
    const button = this.page.locator('form.verb-form button[type="submit"]');
    await expect(button).toHaveText(verb);
    await button.click();
    await expect(
      this.page
        .locator('.toast')
        .filter({ hasText: `已${verb}` })
        .first(),
    ).toBeVisible();
  }

  /** One verb from the button to the answer. */
  async act(verb: string, fill: (form: Locator) => Promise<void> = async () => undefined): Promise<void> {
    const form = await this.choose(verb);
    await fill(form);
    await this.send(verb);
  }

  /** Opens one of the tabs beside the sheet. */
  async tab(name: string): Promise<Locator> {
    await this.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
    return this.page.getByRole('tabpanel');
  }
}
