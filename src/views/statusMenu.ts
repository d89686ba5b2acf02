import type { TrainingPhase } from '../training/status';
import type { ActiveDocument, Standing } from './standing';

/** An entry of the menu of the status bar. */
export interface MenuItem {
  readonly label: string;
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

/** Another training can begin only when this one is over. */
const UNDER_WAY: readonly TrainingPhase[] = ['reading', 'training', 'paused'];

/** What makes sense now; first what one most likely wants. */
export function statusMenu({ training, model, canSuggest, completions, document }: Standing): readonly MenuItem[] {
  return [
    ...(model === 'failed' ? [item('output', 'Show Log', 'showLog')] : []),
    ...(UNDER_WAY.includes(training.phase) ? [] : [item('mortar-board', 'Train on Workspace', 'trainOnWorkspace')]),
    item('graph-line', 'Show Training', 'showTraining'),
    ...(canSuggest ? completionItems(completions, document) : []),
    item('sparkle', 'Open Sample Generator', 'openSampleGenerator'),
    { label: '$(gear) Settings', command: 'workbench.action.openSettings', arguments: ['@ext:mygpt.mygpt'] },
  ];
}

function completionItems(completions: Standing['completions'], document: ActiveDocument | undefined): MenuItem[] {
  switch (completions) {
    case 'off':
      return [item('circle-large-outline', 'Turn Completions On', 'toggleCompletions')];
    case 'snoozed':
      return [item('bell', 'End Snooze', 'toggleCompletions')];
    case 'on':
      return [
        item('circle-slash', 'Turn Completions Off', 'toggleCompletions'),
        ...languageItems(document),
        item('bell-slash', 'Snooze Completions…', 'snoozeCompletions'),
      ];
  }
}

/** Where a document is left alone for another reason, switching its language would change nothing. */
function languageItems(document: ActiveDocument | undefined): MenuItem[] {
  if (!document) return [];
  const { language, refusal } = document;
  if (refusal === undefined) return [item('circle-slash', `Turn Completions Off for “${language}”`, 'toggleLanguage')];
  if (refusal !== 'language') return [];
  return [item('circle-large-outline', `Turn Completions On for “${language}”`, 'toggleLanguage')];
}

function item(icon: string, label: string, command: string): MenuItem {
  return { label: `$(${icon}) ${label}`, command: `mygpt.${command}` };
}
