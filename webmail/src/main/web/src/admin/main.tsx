import { signal } from '@preact/signals'
import { render } from 'preact'
import '../style/tokens.css'
import '../style/base.css'
import './admin.css'
import { Speech } from '../i18n/speech.ts'
import { Api } from './api.ts'
import { App } from './App.tsx'
import { SecondFactor } from './SecondFactor.tsx'
import { Setup } from './Setup.tsx'
import { Standing } from './Standing.tsx'
import { type Me, Notices, type Surroundings, SurroundingsContext } from './surroundings.ts'
import { Words } from './words.ts'

/** What the server says of whoever asked for the page. */
interface Session {
  name?: string
  standing: 'ready' | 'second-factor' | 'nothing' | 'setup'
}

function session(): Session {
  return JSON.parse(document.getElementById('session')?.textContent ?? '{}') as Session
}

function wished(): string {
  try {
    return (JSON.parse(localStorage.getItem('preferences') ?? '{}') as { language?: string }).language ?? ''
  } catch {
    return ''
  }
}

async function start(): Promise<void> {
  const { name, standing } = session()
  const words = new Words()
  await words.use(Speech.best([wished(), ...navigator.languages]), navigator.languages)
  document.documentElement.lang = words.tag.value
  document.documentElement.dir = words.direction.value
  const api = new Api()
  const me = standing === 'ready' ? await api.read<Me>('role mine') : { name: name ?? '', roles: [], operations: [] }
  const path = signal(location.pathname)
  addEventListener('popstate', () => (path.value = location.pathname))
  const surroundings: Surroundings = { api, words, me, path, notices: new Notices() }
  const app = document.getElementById('app') as HTMLElement
  app.replaceChildren()
  render(
    <SurroundingsContext.Provider value={surroundings}>
      {standing === 'ready' ? <App /> : <Standing>{inside(standing)}</Standing>}
    </SurroundingsContext.Provider>,
    app,
  )
}

/** The secret of the link is taken out of the address, so that it stays in no history. */
function inside(standing: Session['standing']) {
  if (standing === 'second-factor') return <SecondFactor />
  if (standing !== 'setup') return null
  const secret = location.hash.slice(1)
  history.replaceState(null, '', location.pathname)
  return <Setup secret={secret} />
}

start().catch((problem: unknown) => {
  const app = document.getElementById('app') as HTMLElement
  const text = document.createElement('p')
  text.className = 'wrong'
  text.setAttribute('role', 'alert')
  text.textContent = problem instanceof Error ? problem.message : String(problem)
  app.replaceChildren(text)
})
