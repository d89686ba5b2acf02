import 'uplot/dist/uPlot.min.css';
import '../common/base.css';
import './training.css';
import { applyTrainingEvent, NO_TRAINING, type TrainingStatus } from '../../src/training/status';
import {
  isTrainingPageMessage,
  type TrainingPageMessage,
  type TrainingViewMessage,
} from '../../src/views/training/protocol';
import { announcement } from '../../src/views/training/text';
import { Announcer, element, oncePerFrame } from '../common/dom';
import { connect } from '../common/host';
import { CorpusSection } from './corpus';
import { LossFigure } from './figure';
import { Overview } from './overview';
import { SampleList } from './samples';

let status: TrainingStatus = NO_TRAINING;

const host = connect<TrainingPageMessage, TrainingViewMessage>(isTrainingPageMessage, receive);
const announcer = new Announcer();
const parts = [
  new Overview((action) => host.post({ type: 'action', action })),
  new LossFigure(),
  new SampleList(),
  new CorpusSection(),
] as const;
const [overview, figure, samples, corpus] = parts;
const columns = element('div', { class: 'columns' }, figure.element, samples.element, corpus.element);

const update = oncePerFrame(() => {
  columns.hidden = status.phase === 'idle';
  for (const part of parts) part.update(status);
});

function receive(message: TrainingPageMessage): void {
  const before = status;
  status = message.type === 'status' ? message.status : applyTrainingEvent(status, message.event);
  const said = message.type === 'event' ? announcement(before, status) : undefined;
  if (said) announcer.say(said);
  update();
}

columns.hidden = true;
document.getElementById('root')?.append(overview.element, columns, announcer.element);
host.ready();
