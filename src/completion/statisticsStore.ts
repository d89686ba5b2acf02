import { addStatistics, type Counts, isStatistics, type Statistics, statisticsOf } from './statistics';

/** Something that keeps values, as VS Code's `globalState` does. */
export interface KeyValueStore {
  get(key: string): unknown;
  /** What `get` returns from now on; resolves when it is kept for good. */
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = 'statistics';
/** Between a count and its writing, in milliseconds. */
const DELAY = 1000;

/** Keeps the statistics of all windows together: each adds what it has counted to what is there by then. */
export class StatisticsStore {
  /** Counted, but not yet written. */
  private waiting: Statistics | undefined;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param onChange called when `statistics` are others
   * @param onFailure what was to be written is lost
   */
  constructor(
    private readonly store: KeyValueStore,
    private readonly onChange: () => void,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Undefined if nothing was counted yet. */
  get statistics(): Statistics | undefined {
    const written = this.store.get(KEY);
    if (!isStatistics(written)) return this.waiting;
    return this.waiting ? addStatistics(written, this.waiting) : written;
  }

  count(language: string, counts: Counts): void {
    const counted = statisticsOf(language, counts, new Date());
    this.waiting = this.waiting ? addStatistics(this.waiting, counted) : counted;
    this.timer ??= setTimeout(() => void this.flush(), DELAY);
    this.onChange();
  }

  /** Writes what was counted. Never rejects. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.waiting) return;
    const { statistics } = this;
    this.waiting = undefined;
    await this.write(statistics);
  }

  /** Begins anew. Never rejects. */
  async reset(): Promise<void> {
    this.waiting = undefined;
    const written = this.write(undefined);
    this.onChange();
    await written;
  }

  private async write(statistics: Statistics | undefined): Promise<void> {
    try {
      await this.store.update(KEY, statistics);
    } catch (error) {
      this.onFailure(error);
    }
  }
}
