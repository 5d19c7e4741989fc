import { defineConfig } from 'vite'

/** The service worker: one file with a name that stays, beside the client. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    outDir: '../../../target/web/client',
    emptyOutDir: false,
    target: 'es2022',
    rolldownOptions: { input: 'src/sw.ts', output: { entryFileNames: 'sw.js' } },
  },
})
