import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
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
/** Of more files that changed on disk, all are looked at: the rules of the corpus are read once for all of them. */
const MOST_BY_NAME = 50;

/**
 * Keeps a memory of the files of a workspace, by the rules of the corpus, and of the documents that are open. An open
 * document counts as the editor has it, anything else as it is on disk.
 */
export class WorkspaceMemory {
  readonly memory = new Memory({ maximumCharacters: MAXIMUM_CHARACTERS });
  private readonly open = new Set<string>();
  /** News are dealt with one after the other. */
  private order: Promise<void> = Promise.resolve();
  /** Reading from disk, one after the other; suggestions do not wait for it. */
  private reading: Promise<void> = Promise.resolve();
  private isReading = false;
  /** Looking at all files again that has not begun yet. */
  private lookingAgain: Promise<void> | undefined;
  private signal: AbortSignal | undefined;

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
    this.signal = signal;
    await this.read(async () => {
      const files = await this.findFiles();
      await this.memory.build(this.texts(files, passedOver), { signal });
    });
  }

  /** Resolves when all that was told is known. */
  async settled(): Promise<void> {
    await this.order;
  }

  async tell(news: DocumentNews): Promise<void> {
    if (news.type === 'disk') {
      await this.lookAgain(news.paths);
      return;
    }
    const told = this.order.then(() => this.hear(news));
    this.order = told.catch(() => undefined);
    await told;
    await this.maintain();
  }

  /** When what is being read is read. Ends without a word when it is aborted. */
  private async read(work: () => Promise<void>): Promise<void> {
    const read = this.reading.then(async () => {
      this.isReading = true;
      try {
        await work();
      } catch (error) {
        if (!this.signal?.aborted) throw error;
      } finally {
        this.isReading = false;
      }
    });
    this.reading = read.catch(() => undefined);
    await read;
    await this.maintain();
  }

  private async lookAgain(paths: readonly string[] | undefined): Promise<void> {
    if (paths) await this.read(() => this.lookAgainAt(paths));
    else await (this.lookingAgain ??= this.read(() => this.lookAgainAtAll()));
  }

  private async lookAgainAt(paths: readonly string[]): Promise<void> {
    const files = new Set<string>();
    for (const each of paths) for (const file of await filesAt(each)) files.add(file);
    if (files.size > MOST_BY_NAME || paths.some(isRuleOfIgnoring)) {
      await this.lookAgainAtAll();
      return;
    }
    for (const name of this.memory.paths) if (paths.some((each) => isWithin(name, each))) files.add(name);
    for (const file of files) {
      if (this.signal?.aborted) return;
      if (!this.open.has(file)) await this.readAgain(file);
    }
  }

  private async lookAgainAtAll(): Promise<void> {
    this.lookingAgain = undefined;
    const found = new Set<string>();
    await this.memory.build(this.changedTexts(await this.findFiles(), found), { signal: this.signal });
    if (this.signal?.aborted) return;
    for (const name of this.memory.paths) {
      if (!found.has(name) && !this.open.has(name) && this.folderOf(name)) this.memory.remove(name);
    }
  }

  /** @param found is given the paths of all texts, changed or not */
  private async *changedTexts(files: readonly CandidateFile[], found: Set<string>): AsyncGenerator<MemoryDocument> {
    for await (const document of this.texts(files, [])) {
      found.add(document.path);
      if (this.memory.textOf(document.path) !== document.text) yield document;
    }
  }

  private async findFiles(): Promise<readonly CandidateFile[]> {
    return await findFiles(this.corpus, new LeftOutTally(), this.signal);
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

  private async hear(news: Exclude<DocumentNews, { type: 'disk' }>): Promise<void> {
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
    const text = await this.allowedTextOf(name);
    // It may have been opened meanwhile: then the editor's text counts.
    if (this.open.has(name)) return;
    if (text === undefined) this.forget(name);
    else this.memory.add(name, text);
  }

  private async allowedTextOf(name: string): Promise<string | undefined> {
    if (!path.isAbsolute(name) || !this.folderOf(name)) return undefined;
    const result = await readText(name, this.corpus);
    return 'text' in result && (await this.isAllowed(name, result.text)) ? result.text : undefined;
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

/** The files in a folder, however deep; of anything else, itself. */
async function filesAt(name: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(name, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  } catch {
    return [name];
  }
}

/** Whether a name is a path or lies below it. */
function isWithin(name: string, parent: string): boolean {
  return name === parent || name.startsWith(parent + path.sep);
}

/** Whether what a file says decides of others whether they are remembered. */
function isRuleOfIgnoring(name: string): boolean {
  return path.basename(name) === '.gitignore';
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
