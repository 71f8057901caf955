import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the API answers while the console is served by Vite. */
const server = process.env['MUNIMENT_URL'] ?? 'http://127.0.0.1:8080';

/** Paths that are the server's and never the console's. */
const serverPaths = ['/v1', '/.well-known', '/docs', '/livez', '/readyz'];

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: { proxy: Object.fromEntries(serverPaths.map((path) => [path, { target: server, changeOrigin: false }])) },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Inlined assets would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    // The preload helper is a module of its own file: no inline script anywhere.
    modulePreload: { polyfill: false },
    manifest: true,
    sourcemap: false,
  },
});
