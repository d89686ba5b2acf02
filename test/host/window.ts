import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { findBrowser } from './browser.mjs';
import { RESULTS } from './paths.mjs';
import type { VsCodeServer } from './server';
import { until } from './until';

/** Long enough for a busy machine with two cores. */
const PATIENCE = 60_000;

export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
}

/** A colour theme that comes with VS Code, and the class that VS Code gives to pages in such themes. */
export interface Theme {
  readonly name: string;
  readonly kind: 'vs' | 'vs-dark' | 'hc-black' | 'hc-light';
}

export const THEMES = {
  light: { name: 'Light Modern', kind: 'vs' },
  dark: { name: 'Dark Modern', kind: 'vs-dark' },
  highContrast: { name: 'Dark High Contrast', kind: 'hc-black' },
} as const satisfies Record<string, Theme>;

/** The browser of the tests. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error('There is no browser; "npm test" sets it up.');
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'];
  return chromium.launch({ executablePath, headless: true, args });
}

/** A window of VS Code, and what a person does in it. */
export class VsCodeWindow {
  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
  ) {}

  /** A browser of its own, showing nothing yet. */
  static async launch({ width = 1400, height = 900 }: WindowOptions = {}): Promise<VsCodeWindow> {
    const browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width, height } });
    page.setDefaultTimeout(PATIENCE);
    return new VsCodeWindow(browser, page);
  }

  /** Opens VS Code on the server's workspace, or on what `query` says. */
  async open(server: VsCodeServer, query?: Readonly<Record<string, string>>): Promise<void> {
    await this.page.goto(server.url(query));
    await this.page.locator('.monaco-workbench').waitFor();
  }

  /** Closes the window as a person does: VS Code hears of it. */
  async close(): Promise<void> {
    if (this.page.isClosed()) return;
    await this.page.close({ runBeforeUnload: true });
    await until('the window is closed', () => this.page.isClosed());
    await this.browser.close();
  }

  /** Runs a command by its title in the palette, such as "MyGPT: Train on Workspace". */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.pick(`>${title}`, title);
  }

  /** Chooses a colour theme by its name, and waits until it shows. */
  async chooseTheme({ name, kind }: Theme): Promise<void> {
    await this.runCommand('Preferences: Color Theme');
    await this.pick(name, name);
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
  }

  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+p');
    await this.pick(name, path.basename(name));
    await this.page.locator(`.tab.active[aria-label^="${path.basename(name)}"]`).waitFor();
    await this.page.locator('.editor-instance .monaco-editor .view-lines').first().waitFor();
  }

  /** Puts the cursor behind the last character of the active editor. */
  async goToEnd(): Promise<void> {
    await this.page.keyboard.press('Control+End');
  }

  /** Types at a person's pace. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 30 });
  }

  /** The ghost text at the cursor; empty if there is none. */
  async ghostText(): Promise<string> {
    const pieces = await this.page.locator('.monaco-editor .ghost-text-decoration').allTextContents();
    return pieces.join('').replaceAll('\u00a0', ' ');
  }

  /** Waits for ghost text, asking again now and then: on a busy machine the request of the last key can come to nothing. */
  async waitForGhostText(): Promise<string> {
    const text = await until('ghost text is shown', async () => {
      const shown = await until('ghost text', () => this.nonEmptyGhostText(), { seconds: 4 }).catch(() => undefined);
      if (shown === undefined) await this.runCommand('Trigger Inline Suggestion');
      return shown;
    });
    return text;
  }

  /** Saves the active editor. */
  async save(): Promise<void> {
    await this.page.keyboard.press('Control+s');
    await this.page.locator('.tab.active:not(.dirty)').waitFor();
  }

  /** The content of the webview in front. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame');
  }

  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item', { hasText: text });
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast', { hasText: text });
  }

  /** A question that everything else waits for. */
  dialog(text: string | RegExp): Locator {
    return this.page.locator('.monaco-dialog-box', { hasText: text });
  }

  async clearNotifications(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
    await until('no notification is shown', async () => (await this.notification(/./).count()) === 0);
  }

  /** Keeps a picture in test/results. */
  async screenshot(name: string): Promise<void> {
    mkdirSync(RESULTS, { recursive: true });
    await this.page.screenshot({ path: path.join(RESULTS, `${name}.png`), animations: 'disabled' });
  }

  private async nonEmptyGhostText(): Promise<string | undefined> {
    return (await this.ghostText()) || undefined;
  }

  private async pick(input: string, row: string): Promise<void> {
    const box = this.page.locator('.quick-input-widget input');
    await box.waitFor();
    await box.fill(input);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: row }).first().click();
  }
}
