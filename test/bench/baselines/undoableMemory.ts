/** A memory of 32-bit integers that grows, and that can be put back to how it was. */
export class UndoableMemory {
  private words = new Int32Array(1 << 16);
  private top = 0;
  private marked: { readonly top: number; readonly changes: number[] } | undefined;

  get(address: number): number {
    return this.words[address] ?? 0;
  }

  set(address: number, value: number): void {
    if (this.marked && address < this.marked.top) this.marked.changes.push(address, this.get(address));
    this.words[address] = value;
  }

  add(address: number, difference: number): void {
    this.set(address, this.get(address) + difference);
  }

  /** @returns the address of so many words; they hold anything */
  allocate(size: number): number {
    const address = this.top;
    this.top += size;
    if (this.top > this.words.length) {
      const larger = new Int32Array(2 * this.top);
      larger.set(this.words);
      this.words = larger;
    }
    return address;
  }

  /** Notes what is changed from here on, so that `goBack` can undo it. */
  mark(): void {
    this.marked = { top: this.top, changes: [] };
  }

  goBack(): void {
    if (!this.marked) throw new Error('Nowhere to go back to: mark first.');
    const { top, changes } = this.marked;
    for (let index = changes.length - 2; index >= 0; index -= 2) {
      this.words[changes[index] ?? 0] = changes[index + 1] ?? 0;
    }
    this.top = top;
    this.marked = undefined;
  }
}
