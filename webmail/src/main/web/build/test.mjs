// The tests of the rooms that know no browser, in Node.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { installPackages } from './packages.mjs'
import { files, run, webmail } from './project.mjs'

const out = join(webmail, 'target/web/test')
rmSync(out, { recursive: true, force: true })
installPackages()
run('tsc', ['-p', 'src/main/web/tsconfig.rooms.json'])
run('node', ['--test', '--test-reporter=dot', ...files(join(out, 'test/web')).filter(file => file.endsWith('.test.js'))])
