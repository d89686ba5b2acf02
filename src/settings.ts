import * as vscode from 'vscode';
import { isLanguageOn, type PermissionRules } from './completion/permission';
import { matchGlobs } from './corpus/globs';
import type { CorpusFolder, CorpusOptions } from './corpus/types';
import type { TrainingRequest } from './training/types';

/** How completions behave in a document. */
export interface CompletionSettings {
  /** Milliseconds. */
  readonly debounce: number;
  readonly maxCharacters: number;
  /** How sure MyGPT is to be; somebody may have set anything. */
  readonly confidence: string;
  readonly multiline: boolean;
}

/** The settings `mygpt.*`, each read in one place; package.json has their defaults. */
export const settings = {
  completion(scope?: vscode.ConfigurationScope): CompletionSettings {
    const completion = vscode.workspace.getConfiguration('mygpt.completion', scope);
    return {
      debounce: read(completion, 'debounce'),
      maxCharacters: read(completion, 'maxCharacters'),
      confidence: read(completion, 'confidence'),
      multiline: read(completion, 'multiline'),
    };
  },

  /** In which documents nothing is to be suggested. */
  permission(document: vscode.TextDocument): PermissionRules {
    const completion = vscode.workspace.getConfiguration('mygpt.completion', document);
    const corpus = vscode.workspace.getConfiguration('mygpt.corpus', document);
    return {
      isLanguageOn:
        read<boolean>(completion, 'enabled') && isLanguageOn(read(completion, 'languages'), document.languageId),
      isExcluded: matchGlobs(readGlobs(completion, 'exclude')),
      excludeSecrets: read(corpus, 'excludeSecrets'),
      maxLength: 1000 * read<number>(corpus, 'maxFileSize'),
    };
  },

  /** Whether completions are on at all; a language may still turn them off. */
  completionsEnabled(): boolean {
    const completion = vscode.workspace.getConfiguration('mygpt.completion');
    return read(completion, 'enabled');
  },

  /** Whether what the workspace says is remembered beside the trained model. */
  memoryEnabled(): boolean {
    const completion = vscode.workspace.getConfiguration('mygpt.completion');
    return read(completion, 'memory');
  },

  /** Turns completions on or off for everyone, or for the workspace if it has its own setting. */
  async setCompletionsEnabled(enabled: boolean): Promise<void> {
    const completion = vscode.workspace.getConfiguration('mygpt.completion');
    const hasOwn = completion.inspect('enabled')?.workspaceValue !== undefined;
    await completion.update('enabled', enabled, targetOf(hasOwn));
  },

  /** Turns completions in a document's language on or off: for everyone, or for the workspace if it has its own setting. */
  async setLanguageEnabled(document: vscode.TextDocument, enabled: boolean): Promise<void> {
    const completion = vscode.workspace.getConfiguration('mygpt.completion', document);
    const { globalValue, workspaceValue } = completion.inspect<object>('languages') ?? {};
    const switches = { ...(workspaceValue ?? globalValue), [document.languageId]: enabled };
    await completion.update('languages', switches, targetOf(workspaceValue !== undefined));
    if (!enabled) return;
    // `"[language]": { "mygpt.completion.enabled": false }` would keep it off.
    const own = completion.inspect<boolean>('enabled');
    for (const inWorkspace of [false, true]) {
      const value = inWorkspace ? own?.workspaceLanguageValue : own?.globalLanguageValue;
      if (value === false) await completion.update('enabled', true, targetOf(inWorkspace), true);
    }
  },

  /** What to train on: every folder of the workspace, less what VS Code or a setting hides in it. */
  corpus(folders: readonly vscode.WorkspaceFolder[]): CorpusOptions {
    const corpus = vscode.workspace.getConfiguration('mygpt.corpus', folders[0]);
    return {
      folders: folders.map(corpusFolder),
      include: readGlobs(corpus, 'include'),
      exclude: [], // each folder has its own
      excludeSecrets: read(corpus, 'excludeSecrets'),
      maxFileBytes: 1000 * read<number>(corpus, 'maxFileSize'),
      maxCharacters: read(corpus, 'maxCharacters'),
      maxVocabulary: read(corpus, 'maxVocabulary'),
    };
  },

  /** What is remembered beside the model: what can be trained on, less where nothing is to be suggested. */
  memory(folders: readonly vscode.WorkspaceFolder[]): CorpusOptions {
    const remembered = (folder: vscode.WorkspaceFolder) => {
      const completion = vscode.workspace.getConfiguration('mygpt.completion', folder);
      const { path, exclude } = corpusFolder(folder);
      return { path, exclude: [...exclude, ...readGlobs(completion, 'exclude')] };
    };
    return { ...settings.corpus(folders), folders: folders.map(remembered) };
  },

  /** VS Code's own settings of how the network is reached. */
  network(): { readonly proxy: string | undefined; readonly strictCertificates: boolean } {
    const http = vscode.workspace.getConfiguration('http');
    const proxy = http.get<string>('proxySupport') === 'off' ? undefined : http.get<string>('proxy');
    return { proxy: proxy === '' ? undefined : proxy, strictCertificates: http.get<boolean>('proxyStrictSSL') ?? true };
  },

  /** How to train. 0 stands for what the preset says. */
  training(): Omit<TrainingRequest, 'corpus' | 'modelFolder' | 'resume'> {
    const training = vscode.workspace.getConfiguration('mygpt.training', vscode.workspace.workspaceFolders?.[0]);
    const positive = <Key extends string>(name: string, key: Key): Partial<Record<Key, number>> => {
      const value = read<number>(training, name);
      return value > 0 ? ({ [key]: value } as Record<Key, number>) : {};
    };
    return {
      preset: read(training, 'preset'),
      engine: read(training, 'engine'),
      executionProvider: read(training, 'executionProvider'),
      seed: read(training, 'seed'),
      threads: read(training, 'threads'),
      fresh: !read<boolean>(training, 'continue'),
      ...positive('steps', 'steps'),
      // Its default is that of the preset `fast`; the preset `notebook` counts iterations, and so does who sets them.
      ...(isSet(training, 'minutes') && positive('minutes', 'minutes')),
      ...positive('evaluationInterval', 'evaluationInterval'),
    };
  },
};

function targetOf(inWorkspace: boolean): vscode.ConfigurationTarget {
  return inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
}

/** Whether somebody has chosen a value. */
function isSet(section: vscode.WorkspaceConfiguration, name: string): boolean {
  const { globalValue, workspaceValue, workspaceFolderValue } = section.inspect(name) ?? {};
  return [globalValue, workspaceValue, workspaceFolderValue].some((value) => value !== undefined);
}

function corpusFolder({ uri }: vscode.WorkspaceFolder): CorpusFolder {
  const corpus = vscode.workspace.getConfiguration('mygpt.corpus', uri);
  return {
    path: uri.fsPath,
    exclude: [...enabledGlobs('files', uri), ...enabledGlobs('search', uri), ...readGlobs(corpus, 'exclude')],
  };
}

/** The globs of `files.exclude` or `search.exclude` that are on. One that holds only beside another file (`when`) is passed over. */
function enabledGlobs(section: 'files' | 'search', scope: vscode.Uri): string[] {
  const globs = read<Record<string, boolean | object>>(vscode.workspace.getConfiguration(section, scope), 'exclude');
  return Object.entries(globs).flatMap(([glob, enabled]) => (enabled === true ? [glob] : []));
}

/** Somebody may have put anything into the list. */
function readGlobs(section: vscode.WorkspaceConfiguration, name: string): string[] {
  const globs = read<unknown>(section, name);
  return Array.isArray(globs) ? globs.filter((glob) => typeof glob === 'string') : [];
}

// As with VS Code's own `get`, the caller says which type package.json declares for the setting.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
function read<T>(section: vscode.WorkspaceConfiguration, name: string): T {
  const value = section.get<T>(name);
  if (value === undefined) throw new Error(`The setting ${name} has no default.`);
  return value;
}
