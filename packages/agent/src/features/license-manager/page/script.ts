/**
 * What the page does by itself: copies a key, sends a chosen or dropped file to the service, and says what came of it. Its
 * texts stand in the page; what the service says is put in as text, never as HTML.
 */
export const script = `
const id = (name) => document.getElementById(name);
const note = id('result');
const texts = note.dataset;
function tell(kind, title, lines) {
  note.className = 'note ' + kind;
  note.hidden = false;
  note.querySelector('strong').textContent = title;
  const [detail, next] = note.querySelectorAll('p');
  detail.textContent = lines[0] || '';
  next.textContent = lines[1] || '';
}
async function install(file) {
  if (!file) return;
  tell('blue', texts.installing, []);
  try {
    const answer = await fetch('/v1/licenses', { method: 'POST', body: file, headers: { 'Accept-Language': document.documentElement.lang } });
    const body = await answer.json();
    if (!answer.ok) return tell('red', body.title, [body.detail, body.nextStep]);
    const said = body.unchanged ? texts.unchanged : body.kind === 'key-set' ? texts.keysLearnt : texts.installed;
    sessionStorage.setItem('said', said);
    location.reload();
  } catch {
    tell('red', texts.failed, []);
  }
}
const said = sessionStorage.getItem('said');
if (said) { sessionStorage.removeItem('said'); tell('green', said, []); }
const picker = id('file');
id('choose').addEventListener('click', () => picker.click());
picker.addEventListener('change', () => { install(picker.files[0]).finally(() => { picker.value = ''; }); });
const zone = id('zone');
for (const kind of ['dragover', 'dragleave', 'drop']) document.addEventListener(kind, (event) => {
  event.preventDefault();
  zone.classList.toggle('over', kind === 'dragover');
  if (kind === 'drop') install(event.dataTransfer.files[0]);
});
for (const button of document.querySelectorAll('.copy')) button.addEventListener('click', async () => {
  await navigator.clipboard.writeText(button.dataset.text);
  const before = button.textContent;
  button.textContent = texts.copied;
  setTimeout(() => { button.textContent = before; }, 1500);
});
`;
