(() => {
  const clock = document.getElementById('clock');
  if (!clock) return;
  const [time, progress, button] = ['output', 'span', 'button'].map(name => clock.querySelector(name));
  let source = null;

  const stop = () => {
    source?.close();
    source = null;
    button.textContent = 'Start';
  };

  const start = () => {
    button.textContent = 'Stop';
    source = new EventSource(clock.dataset.events);
    source.onerror = stop;
    source.onmessage = message => {
      const { event, count, time: instant } = JSON.parse(message.data);
      time.textContent = new Date(instant).toLocaleTimeString();
      progress.textContent = `${event} of ${count}`;
      if (event === count) stop();
    };
  };

  button.addEventListener('click', () => (source ? stop() : start()));
  clock.hidden = false;
})();
