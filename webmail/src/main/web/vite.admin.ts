import { defineConfig } from 'vite'
import client from './vite.config.ts'

/** The pages of administration: a small bundle of their own, beside the webmail's. */
export default defineConfig({
  ...client,
  publicDir: false,
  build: {
    ...client.build,
    emptyOutDir: false,
    manifest: 'manifest-admin.json',
    rolldownOptions: { input: 'src/main/web/admin.html' },
  },
})
