/** The reference page's behaviour: search, theme, copy. Without it the page still reads. */
export const script = String.raw`
(() => {
  const search = document.getElementById('search');
  const articles = [...document.querySelectorAll('article[data-search]')];
  const links = new Map([...document.querySelectorAll('nav a')].map((link) => [link.getAttribute('href').slice(1), link]));
  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const article of articles) {
      const fits = words.every((word) => article.dataset.search.includes(word));
      article.hidden = !fits;
      const link = links.get(article.id);
      if (link) link.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const group of document.querySelectorAll('.group, nav section')) {
      group.hidden = !group.querySelector('article:not([hidden]), a:not([hidden])');
    }
    document.getElementById('nothing').hidden = shown > 0;
  }
  search.addEventListener('input', filter);
  addEventListener('keydown', (event) => {
    if (event.key === '/' && document.activeElement !== search) { event.preventDefault(); search.focus(); }
    if (event.key === 'Escape' && document.activeElement === search) { search.value = ''; filter(); search.blur(); }
  });
  const root = document.documentElement;
  const stored = localStorage.getItem('muniment-theme');
  if (stored) root.dataset.theme = stored;
  document.getElementById('theme').addEventListener('click', () => {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    localStorage.setItem('muniment-theme', root.dataset.theme);
  });
  document.addEventListener('click', async (event) => {
    if (!event.target.classList.contains('copy')) return;
    await navigator.clipboard.writeText(event.target.closest('figure').querySelector('pre').textContent);
    event.target.textContent = 'Copied';
    setTimeout(() => { event.target.textContent = 'Copy'; }, 1500);
  });
})();
`;
