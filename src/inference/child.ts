// The inference process: everything that it does is in the service; here it only gets its ends of the channel.
import { endWithParent, sendToParent } from '../processes';
import { InferenceService } from './service';

const service = new InferenceService(sendToParent);
endWithParent();
process.on('message', (message) => service.receive(message));
