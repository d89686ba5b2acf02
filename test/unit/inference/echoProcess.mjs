// A child process for the tests of src/processes.ts: sends back what it is sent, or ends as it is told to.
process.on('message', (message) => {
  if (message === 'throw') throw new TypeError('told to throw');
  if (message === 'exit') process.exit(3);
  process.send(message);
});
process.send('ready');
