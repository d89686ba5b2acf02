import { createHash } from 'node:crypto';
import path from 'node:path';
import { mapInOrder } from '../corpus/concurrency';
import { type CandidateFile, findFiles, wouldFind } from '../corpus/findFiles';
import { LeftOutTally } from '../corpus/leftOut';
import { hasSecretName, holdsSecret } from '../corpus/secrets';
import { readText } from '../corpus/text';
import type { CorpusOptions } from '../corpus/types';
import { type Change, Memory, type MemoryDocument } from '../memory/memory';
import type { DocumentNews } from './types';

/** The most that is remembered: 100 MB in all. */
const MAXIMUM_CHARACTERS = 7_000_000;
const FILES_AT_ONCE = 4;

/**
 * Keeps a memory of the files of a workspace, by the rules of the corpus, and of the documents that are open. An open
 * document counts as the editor has it, anything else as it is on disk.
 */
export class WorkspaceMemory {
  readonly memory = new Memory({ maximumCharacters: MAXIMUM_CHARACTERS });
  private readonly open = new Set<string>();
  /** News are dealt with one after the other. */
  private order: Promise<void> = Promise.resolve();
  private isReading = false;

  /** @param beforeTyped called with each change that the user typed, before the memory knows of it */
  constructor(
    private readonly corpus: CorpusOptions,
    private readonly beforeTyped: (path: string, change: Change) => void = () => undefined,
  ) {}

  /**
   * Reads the files into the memory, in slices, until it is full. Ends without a word when `signal` is aborted.
   *
   * @param passedOver files that hold one of these texts are not read
   */
  async readWorkspace(signal: AbortSignal, passedOver: readonly string[] = []): Promise<void> {
    this.isReading = true;
    try {
      const files = await findFiles(this.corpus, new LeftOutTally(), signal);
      await this.memory.build(this.texts(files, passedOver), { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.isReading = false;
    }
    await this.maintain();
  }

  /** Resolves when all that was told is known. */
  async settled(): Promise<void> {
    await this.order;
  }

  async tell(news: DocumentNews): Promise<void> {
    const told = this.order.then(() => this.hear(news));
    this.order = told.catch(() => undefined);
    await told;
    await this.maintain();
  }

  private async maintain(): Promise<void> {
    if (!this.isReading && this.memory.needsMaintenance) await this.memory.maintain();
  }

  /** An even sample if there are more than the memory holds. A text that was there already is passed over. */
  private async *texts(files: readonly CandidateFile[], passedOver: readonly string[]): AsyncGenerator<MemoryDocument> {
    const sampled = files.toSorted((a, b) => a.order - b.order || a.folder - b.folder);
    const hashes = new Set(passedOver.map(hashOf));
    let characters = 0;
    for await (const { file, result } of mapInOrder(sampled, FILES_AT_ONCE, (file) => this.readFile(file))) {
      if (!('text' in result)) continue;
      const hash = hashOf(result.text);
      if (hashes.has(hash)) continue;
      hashes.add(hash);
      yield { path: this.pathOf(file), text: result.text };
      characters += result.text.length;
      if (characters >= MAXIMUM_CHARACTERS) return;
    }
  }

  private async readFile(file: CandidateFile) {
    return { file, result: await readText(file.absolutePath, this.corpus) };
  }

  /** As the editor writes it: a link that leads to the workspace's folder is not followed. */
  private pathOf(file: CandidateFile): string {
    return path.join(this.corpus.folders[file.folder]?.path ?? '', file.path);
  }

  private async hear(news: DocumentNews): Promise<void> {
    switch (news.type) {
      case 'open':
        if (!(await this.isAllowed(news.path, news.text))) return;
        this.open.add(news.path);
        this.memory.open(news.path, news.text);
        return;
      case 'change':
        if (this.open.has(news.path)) this.change(news);
        return;
      case 'save':
        await this.saved(news.path);
        return;
      case 'close':
        this.open.delete(news.path);
        this.memory.close(news.path);
        await this.readAgain(news.path);
        return;
    }
  }

  private change({ path: name, changes, isTyped }: Extract<DocumentNews, { type: 'change' }>): void {
    for (const change of changes) {
      if (isTyped) this.beforeTyped(name, change);
      this.memory.edit(name, change, isTyped);
    }
  }

  /** Somebody may have written a secret into it, or a rule that leaves it out. */
  private async saved(name: string): Promise<void> {
    if (!this.open.has(name)) await this.readAgain(name);
    else if (!(await this.isAllowed(name, this.memory.textOf(name) ?? ''))) this.forget(name);
  }

  /** What is not on disk is forgotten. */
  private async readAgain(name: string): Promise<void> {
    const result = path.isAbsolute(name) && this.folderOf(name) && (await readText(name, this.corpus));
    if (result && 'text' in result && (await this.isAllowed(name, result.text))) this.memory.add(name, result.text);
    else this.forget(name);
  }

  private forget(name: string): void {
    this.open.delete(name);
    this.memory.remove(name);
  }

  /** Whether the rules of the corpus let a document be remembered. One outside of the workspace only must hold no secret. */
  private async isAllowed(name: string, text: string): Promise<boolean> {
    const { excludeSecrets, maxFileBytes } = this.corpus;
    if (text.length > maxFileBytes || (excludeSecrets && holdsSecret(text))) return false;
    const folder = path.isAbsolute(name) ? this.folderOf(name) : undefined;
    if (!folder) return !(excludeSecrets && hasSecretName(path.basename(name)));
    const relative = path.relative(folder.path, name).replaceAll(path.sep, '/');
    return await wouldFind(relative, folder, this.corpus);
  }

  private folderOf(name: string): CorpusOptions['folders'][number] | undefined {
    return this.corpus.folders.find((folder) => name.startsWith(folder.path + path.sep));
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
