import type { Page } from 'playwright-core';

/** What the focused editor showed in a frame, on the line of the cursor. Times are `performance.now()` of the page. */
export interface Frame {
  /** When it had been painted. */
  readonly time: number;
  /** The text, without ghost text. */
  readonly line: string;
  /** The ghost text; empty if there is none. */
  readonly ghost: string;
}

/** Everything that a page has seen since its log began. */
export interface FrameLog {
  /** Only frames that differ from the one before. */
  readonly frames: readonly Frame[];
  /** Times of the keys that were pressed. */
  readonly keys: readonly number[];
}

/** The log, while it grows in the page. */
interface GrowingLog {
  readonly frames: Frame[];
  readonly keys: number[];
  stop: () => void;
}

declare global {
  interface Window {
    frameLog?: GrowingLog;
  }
}

/** Begins to write down what a page paints, frame by frame, and when keys are pressed. */
export async function beginFrameLog(page: Page): Promise<void> {
  // The compiler that runs this file wraps named functions in a helper, which the page does not have.
  await page.evaluate('globalThis.__name = (value) => value');
  await page.evaluate(() => {
    const cursorLine = () => {
      const editor = document.querySelector('.monaco-editor.focused');
      const cursor = editor?.querySelector<HTMLElement>('.cursors-layer .cursor');
      const lines = [...(editor?.querySelectorAll<HTMLElement>('.view-lines > .view-line') ?? [])];
      return lines.find((line) => line.style.top === cursor?.style.top);
    };
    const look = () => {
      const time = performance.now();
      const [shown, ghostly] = [cursorLine()?.cloneNode(true) as HTMLElement | undefined, '.ghost-text-decoration'];
      const pieces = [...(shown?.querySelectorAll(ghostly) ?? [])];
      const ghost = pieces.map((piece) => piece.textContent).join('');
      for (const piece of pieces) piece.remove();
      const frame = {
        time,
        line: (shown?.textContent ?? '').replaceAll('\u00a0', ' '),
        ghost: ghost.replaceAll('\u00a0', ' '),
      };
      const last = log.frames.at(-1);
      if (last?.line !== frame.line || last.ghost !== frame.ghost) log.frames.push(frame);
    };
    const pressed = ({ timeStamp }: KeyboardEvent) => log.keys.push(timeStamp);

    // What is posted while a frame is being made comes after it has been painted.
    const painted = new MessageChannel();
    painted.port1.onmessage = look;
    let next = 0;
    const makeFrame = () => {
      painted.port2.postMessage(undefined);
      next = requestAnimationFrame(makeFrame);
    };
    const log: GrowingLog = {
      frames: [],
      keys: [],
      stop: () => {
        cancelAnimationFrame(next);
        window.removeEventListener('keydown', pressed, { capture: true });
      },
    };
    window.frameLog = log;
    window.addEventListener('keydown', pressed, { capture: true });
    makeFrame();
  });
}

/** Ends the log of a page. */
export async function endFrameLog(page: Page): Promise<FrameLog> {
  return await page.evaluate(() => {
    const log = window.frameLog;
    if (!log) throw new Error('No log was begun.');
    log.stop();
    delete window.frameLog;
    return { frames: log.frames, keys: log.keys };
  });
}
