/** The mean of the losses since it was last taken. */
export class MeanLoss {
  private sum = 0;
  private count = 0;

  add(loss: number): void {
    this.sum += loss;
    this.count += 1;
  }

  /** NaN if there were none. */
  take(): number {
    const mean = this.sum / this.count;
    this.sum = this.count = 0;
    return mean;
  }
}
