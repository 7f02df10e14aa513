/** People at their browsers. */
import { type Browser, test as base, expect, type Page } from '@playwright/test';
import { Person } from './person.ts';

/** Everybody's first password in the demonstration. */
const password = 'heting-2026';

/** The node the tests run on. */
export const node = {
  get url(): string {
    return process.env.YIWEN_E2E_URL ?? '';
  },
  /** Folder with the demonstration's trust list. */
  get trustFolder(): string {
    return `${process.env.YIWEN_E2E_DATA}/trust`;
  },
  /** TOTP secrets of the three administrators, as the node printed them. */
  secretOf(login: string): string {
    return (JSON.parse(process.env.YIWEN_E2E_SECRETS ?? '{}') as Record<string, string>)[login] ?? '';
  },
};

/** Opens browsers for people, and at the end of a test closes them and asks whether any of them complained. */
export class Office {
  readonly #browser: Browser;
  readonly #people = new Map<string, Person>();
  /** What browsers wrote to their consoles as errors, and what pages threw. */
  readonly complaints: string[] = [];
  /** Refusals a test provokes; a browser writes them to its console too. */
  readonly provoked: RegExp[] = [];

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** A browser in which nobody has signed in. */
  async stranger(): Promise<Page> {
    const context = await this.#browser.newContext({ baseURL: node.url });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') {
        this.complaints.push(`${page.url()} ${message.text()} ${message.location().url}`);
      }
    });
    page.on('pageerror', (error) => this.complaints.push(`${page.url()} ${error.stack ?? error.message}`));
    return page;
  }

  /** Somebody at a browser of their own, signed in at the first call, after `first` did something on the first screen. */
  async person(login: string, first?: (page: Page) => Promise<void>): Promise<Person> {
    const known = this.#people.get(login);
    if (known) {
      return known;
    }
    const page = await this.stranger();
    await page.goto('/');
    await first?.(page);
    await page.locator('input[name="username"]').fill(login);
    await page.locator('input[name="password"]').fill(password);
    await page.locator('button[type="submit"]').click();
    await expect(page.locator('.shell')).toBeVisible();
    const person = new Person(page);
    this.#people.set(login, person);
    return person;
  }

  async close(): Promise<void> {
    await Promise.all(this.#browser.contexts().map((context) => context.close()));
  }
}

/** A test with an office. */
export const test = base.extend<{ office: Office }>({
  office: async ({ browser }, use) => {
    const office = new Office(browser);
    await use(office);
    await office.close();
    const unexpected = office.complaints.filter((line) => !office.provoked.some((known) => known.test(line)));
    expect(unexpected, 'browser consoles').toEqual([]);
  },
});

export { expect };
