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
import { StatisticsSection } from './statistics';

let status: TrainingStatus = NO_TRAINING;

const host = connect<TrainingPageMessage, TrainingViewMessage>(isTrainingPageMessage, receive);
const announcer = new Announcer();
const parts = [
  new Overview((action) => host.post({ type: 'action', action })),
  new LossFigure(),
  new SampleList(),
  new CorpusSection(),
] as const;
const [overview, ...sections] = parts;
const statistics = new StatisticsSection(() => host.post({ type: 'action', action: 'resetStatistics' }));
const columns = element('div', { class: 'columns' }, ...sections.map((section) => section.element), statistics.element);
// Unseen until there is something to tell.
const page = element('div', { hidden: '' }, overview.element, columns, announcer.element);

const update = oncePerFrame(() => {
  page.hidden = false;
  for (const part of parts) part.update(status);
});

function receive(message: TrainingPageMessage): void {
  if (message.type === 'statistics') statistics.update(message.statistics);
  else receiveStatus(message);
}

function receiveStatus(message: Exclude<TrainingPageMessage, { type: 'statistics' }>): void {
  const before = status;
  status = message.type === 'status' ? message.status : applyTrainingEvent(status, message.event);
  const said = message.type === 'event' ? announcement(before, status) : undefined;
  if (said) announcer.say(said);
  update();
}

document.getElementById('root')?.append(page);
host.ready();
