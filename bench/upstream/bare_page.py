"""The least a chat page can be: a field, fetch, append text. What the browser itself needs, to compare real pages with."""

BARE_PAGE = b"""<!doctype html><meta charset="utf-8"><title>bare</title>
<textarea id="p" rows="2" cols="80"></textarea><div id="log" style="white-space:pre-wrap"></div>
<script>
const model = new URLSearchParams(location.search).get('model');
p.addEventListener('keydown', async e => {
  if (e.key !== 'Enter' || e.shiftKey) return;
  e.preventDefault();
  const node = document.createTextNode(''), div = document.createElement('div');
  div.append(node); log.append(div);
  const r = await fetch('/v1/chat/completions', {method: 'POST', headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({model, stream: true, messages: [{role: 'user', content: p.value}]})});
  p.value = '';
  const reader = r.body.pipeThrough(new TextDecoderStream()).getReader();
  let buf = '';
  for (;;) {
    const {done, value} = await reader.read();
    if (done) break;
    buf += value;
    const events = buf.split('\\n\\n');
    buf = events.pop();
    for (const ev of events)
      if (ev.startsWith('data: {')) node.appendData(JSON.parse(ev.slice(6)).choices[0]?.delta?.content || '');
  }
});
</script>"""
