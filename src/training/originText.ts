import { formatDate, formatLoss } from '../format';
import type { TrainingOrigin } from './types';

/** "continues the model of 22 Nov 2026, 18:03 (held-out loss 1.533)", "a new model, because the earlier one is damaged". */
export function originText(origin: TrainingOrigin): string {
  if (origin.type === 'anew') return `a new model, ${origin.reason}`;
  const { savedAt, validationLoss } = origin;
  const of = savedAt === undefined ? 'the model that was there' : `the model of ${formatDate(savedAt)}`;
  const loss = validationLoss === undefined ? '' : ` (held-out loss ${formatLoss(validationLoss)})`;
  return `continues ${of}${loss}`;
}
