// Runs in every page before its own scripts. All times are those of the page, after the frame was painted.
(() => {
  if (window.__bench) return;
  const bench = (window.__bench = { selectors: {}, at: {}, marks: {}, enter: null, frames: [], long: [], recording: false });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) bench.long.push([entry.startTime, entry.duration]);
  }).observe({ type: "longtask", buffered: true });

  // A message posted in a frame's callback arrives when that frame has been painted.
  const painted = (report) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => report(performance.now());
    channel.port2.postMessage(0);
  };
  const visible = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0;
  };
  const occurrences = (text, mark) => text.split(mark).length - 1;
  let changed = true;

  bench.count = (mark) => occurrences(document.body ? document.body.textContent : "", mark);
  bench.find = (name, selector) => {
    bench.selectors[name] = selector;
    changed = true;
  };
  bench.watch = (name, text, times = 1) => {
    bench.marks[name] = { text, times, at: null };
    changed = true;
  };
  bench.reset = () => Object.assign(bench, { enter: null, marks: {}, frames: [], long: [] });

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Enter" && !event.shiftKey && bench.enter === null) bench.enter = event.timeStamp;
    },
    true,
  );

  const lookForElements = () => {
    for (const [name, selector] of Object.entries(bench.selectors)) {
      if (name in bench.at) continue;
      if ([...document.querySelectorAll(selector)].some(visible)) {
        bench.at[name] = -1;
        painted((time) => (bench.at[name] = time));
      } else changed = true;
    }
  };
  const lookForText = () => {
    const open = Object.values(bench.marks).filter((mark) => mark.at === null);
    if (!open.length || !document.body) return;
    const text = document.body.textContent;
    for (const mark of open) {
      if (occurrences(text, mark.text) < mark.times) continue;
      mark.at = -1;
      painted((time) => (mark.at = time));
    }
  };
  const observer = new MutationObserver(() => (changed = true));
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  let last = performance.now();
  const frame = (now) => {
    if (bench.recording) bench.frames.push(now - last);
    last = now;
    if (changed) {
      changed = false;
      lookForElements();
      lookForText();
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})();
