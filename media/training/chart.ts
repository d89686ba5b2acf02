import uPlot from 'uplot';
import { formatCount } from '../../src/format';
import { nearestValue, type LossTable } from '../../src/views/training/curve';
import { cssVariable } from '../common/theme';

/** The losses at one place of the curve; null where there is none. */
export interface LossReading {
  /** The iteration, and the nearest that was evaluated. */
  readonly step: number | null;
  readonly evaluatedStep: number | null;
  readonly batch: number | null;
  readonly training: number | null;
  readonly heldOut: number | null;
  readonly best: number | null;
}

/** The place of the best held-out loss among the series. */
const BEST = 4;

type Series = Exclude<keyof LossTable, 'steps'>;

const EMPTY: LossTable = { steps: [], batch: [], training: [], heldOut: [], best: [] };

/** A uPlot chart of a loss table, in the colours of the theme and as wide as its container. */
export class LossChart {
  private table: LossTable = EMPTY;
  private plot: uPlot;

  constructor(
    private readonly container: HTMLElement,
    private readonly onReading: (reading: LossReading) => void,
  ) {
    this.plot = this.draw();
    new ResizeObserver(() => this.plot.setSize(this.size())).observe(container);
  }

  update(table: LossTable): void {
    this.table = table;
    this.plot.setData(columns(table));
    this.read();
  }

  /** uPlot paints on a canvas, where the theme's variables mean nothing: it is made anew with their present values. */
  recolour(): void {
    this.plot.destroy();
    this.plot = this.draw();
  }

  private draw(): uPlot {
    return new uPlot(
      { ...this.size(), ...chartOptions(), hooks: { setCursor: [() => this.read()] } },
      columns(this.table),
      this.container,
    );
  }

  private size(): { width: number; height: number } {
    return { width: this.container.clientWidth, height: this.container.clientHeight };
  }

  /** Tells the values under the pointer; without a pointer the latest ones. */
  private read(): void {
    const { steps } = this.table;
    const index = this.plot.cursor.idx ?? steps.length - 1;
    const evaluated = nearestValue(this.table.heldOut, index);
    const at = (key: Series): number | null => {
      const column = this.table[key];
      const nearest = nearestValue(column, index);
      return nearest === null ? null : (column[nearest] ?? null);
    };
    this.onReading({
      step: steps[index] ?? null,
      evaluatedStep: evaluated === null ? null : (steps[evaluated] ?? null),
      batch: at('batch'),
      training: at('training'),
      heldOut: at('heldOut'),
      best: at('best'),
    });
  }
}

function columns({ steps, batch, training, heldOut, best }: LossTable): uPlot.AlignedData {
  return [steps, batch, training, heldOut, best];
}

function chartOptions(): Omit<uPlot.Options, 'width' | 'height'> {
  return {
    padding: [8, 22, 0, 0],
    legend: { show: false },
    cursor: {
      drag: { x: false, y: false },
      y: false,
      // The pointer holds on to the nearest value of each line; the one best point stays as it is.
      dataIdx: (plot, series, index) =>
        series === 0 || series === BEST ? index : (nearestValue(plot.data[series] ?? [], index) ?? index),
    },
    scales: { x: { time: false, range: (_plot, _min, max) => [0, Math.max(max, 10)] } },
    axes: [axis('Iteration', { size: 34 }), axis('Loss, nats per character', { size: 40 })],
    series: [{}, ...lossSeries()],
  };
}

function lossSeries(): uPlot.Series[] {
  const batch = cssVariable('--loss-batch');
  const training = cssVariable('--loss-training');
  const heldOut = cssVariable('--loss-held-out');
  const background = cssVariable('--vscode-editor-background');
  return [
    { stroke: batch, width: 1, spanGaps: true, points: { show: false } },
    { stroke: training, width: 1.5, dash: [5, 3], spanGaps: true, points: { show: true, size: 5, fill: training } },
    { stroke: heldOut, width: 2, spanGaps: true, points: { show: true, size: 6, fill: heldOut } },
    { stroke: heldOut, paths: () => null, points: { show: true, size: 12, width: 2, fill: background } },
  ];
}

function axis(label: string, { size }: { readonly size: number }): uPlot.Axis {
  const { fontFamily } = getComputedStyle(document.body);
  const foreground = cssVariable('--chart-foreground');
  const lines = { stroke: cssVariable('--chart-grid'), width: 1 };
  return {
    label,
    size,
    labelSize: 20,
    font: `11px ${fontFamily}`,
    labelFont: `11px ${fontFamily}`,
    stroke: foreground,
    grid: lines,
    ticks: { ...lines, size: 4 },
    border: { show: true, ...lines },
    values: (_plot, values) => values.map((value) => (Number.isInteger(value) ? formatCount(value) : String(value))),
  };
}
