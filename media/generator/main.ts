import '../common/base.css';
import './generator.css';
import {
  isGeneratorPageMessage,
  type GeneratorPageMessage,
  type GeneratorViewMessage,
} from '../../src/views/generator/protocol';
import { DEFAULT_GENERATOR_SETTINGS, isGeneratorSettings } from '../../src/views/generator/settings';
import { connect } from '../common/host';
import { GeneratorPage } from './page';

const host = connect<GeneratorPageMessage, GeneratorViewMessage>(isGeneratorPageMessage, (message) =>
  page.receive(message),
);
const page = new GeneratorPage(
  host.recall(isGeneratorSettings) ?? DEFAULT_GENERATOR_SETTINGS,
  (message) => host.post(message),
  (settings) => host.remember(settings),
);

document.getElementById('root')?.append(page.element);
host.ready();
