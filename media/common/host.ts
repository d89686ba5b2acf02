import type { Guard, Message } from '../../src/guards';
import type { Ready } from '../../src/views/ready';

/** The extension, as its page sees it. */
export interface Host<Outgoing> {
  /** Asks the extension for its whole state; to be called once the page can take it. */
  ready(): void;
  post(message: Outgoing): void;
  /** What the page remembered, if it is of the right shape. */
  recall<State>(isState: Guard<State>): State | undefined;
  /** Kept by VS Code while the panel lives, through hiding and window reloads. */
  remember(state: object): void;
}

/** Connects the page to the extension. Messages of any other shape are ignored. */
export function connect<Incoming extends Message, Outgoing extends Message>(
  accepts: Guard<Incoming>,
  onMessage: (message: Incoming) => void,
): Host<Outgoing> {
  const api = acquireVsCodeApi();
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (accepts(data)) onMessage(data);
    else console.warn('MyGPT: a message of unknown shape was ignored.', data);
  });
  const post = (message: Outgoing | Ready) => api.postMessage(message);
  return {
    ready: () => post({ type: 'ready' }),
    post,
    recall: (isState) => {
      const state = api.getState();
      return isState(state) ? state : undefined;
    },
    remember: (state) => void api.setState(state),
  };
}
