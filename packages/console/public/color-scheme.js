// Before the first paint: the scheme the person chose, else the system's. Keeps a dark room dark.
(() => {
  let scheme = null;
  try {
    scheme = localStorage.getItem('muniment-color-scheme');
  } catch {
    // Storage may be forbidden; then the system decides.
  }
  if (scheme !== 'light' && scheme !== 'dark') {
    scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
})();
