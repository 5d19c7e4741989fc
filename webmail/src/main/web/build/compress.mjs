// A list of what is served, and compressed copies beside it, made once and with patience.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { files } from './project.mjs'

const WORTH = /\.(js|css|json|svg|txt|webmanifest)$/

export function compress(client) {
  rmSync(join(client, 'manifest.json'))
  rmSync(join(client, 'manifest-admin.json'))
  writeFileSync(join(client, 'files.txt'), files(client).map(file => relative(client, file)).join('\n'))
  for (const file of files(client).filter(name => WORTH.test(name))) {
    const plain = readFileSync(file)
    writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }))
    writeFileSync(`${file}.br`, brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }))
  }
}
