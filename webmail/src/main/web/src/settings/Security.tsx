import { useEffect, useMemo, useState } from 'preact/hooks'
import { useLanguage, useMail, useText } from '../context/context.ts'
import type { AppPassword, BrowserSession } from '../model/signins.ts'
import { SignIns } from '../model/signins.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { NewAppPassword } from './NewAppPassword.tsx'
import { Passkeys } from './Passkeys.tsx'
import { SecondFactor } from './SecondFactor.tsx'

/** Where one is signed in, with what, and how to end it. */
export function Security() {
  const mail = useMail()
  const text = useText()
  const language = useLanguage()
  const signIns = useMemo(() => new SignIns((url, init) => fetch(url, init)), [])
  const [sessions, setSessions] = useState<BrowserSession[]>([])
  const [passwords, setPasswords] = useState<AppPassword[]>([])
  const [making, setMaking] = useState(false)
  const load = () =>
    mail.watch(Promise.all([signIns.sessions().then(setSessions), signIns.appPasswords().then(setPasswords)]))
  useEffect(() => void load(), [])
  const change = (work: Promise<unknown>) => void mail.watch(work).then(load)
  return (
    <>
      <SecondFactor signIns={signIns} />
      <Passkeys signIns={signIns} />
      <h3>{text('security.sessions')}</h3>
      <ul class="rows">
        {sessions.map(it => (
          <li key={it.id}>
            <Icon name="monitor" />
            <span>
              <bdi>{agent(it.agent) || it.agent}</bdi> {it.current && <em class="here">{text('security.thisOne')}</em>}
              <small><bdi>{it.address}</bdi> · {language.medium(new Date(it.used))}</small>
            </span>
            {!it.current && <IconButton label={text('security.end', { name: agent(it.agent) })} icon="log-out" onClick={() => change(signIns.endSession(it.id))} />}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && <Button onClick={() => change(signIns.endOthers())}>{text('security.endOthers')}</Button>}
      <h3>{text('security.appPasswords')}</h3>
      <p class="hint">{text('security.appPasswordsHint')}</p>
      <ul class="rows">
        {passwords.map(it => (
          <li key={it.id}>
            <Icon name="key-round" />
            <span>
              <bdi>{it.label}</bdi>
              <small>{it.scopes.join(', ').toUpperCase()} · {it.lastUsed ? text('security.used', { date: language.medium(new Date(it.lastUsed)) }) : text('security.unused')}</small>
            </span>
            <IconButton label={text('security.end', { name: it.label })} icon="trash" onClick={() => change(signIns.takeAppPassword(it.id))} />
          </li>
        ))}
      </ul>
      <Button icon="plus" onClick={() => setMaking(true)}>{text('security.newAppPassword')}</Button>
      {making && <NewAppPassword signIns={signIns} close={() => {
        setMaking(false)
        void load()
      }} />}
    </>
  )
}

/** Browser and system, as far as the long text tells. */
function agent(text: string): string {
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\/(\d+)/.exec(text.replace(/^.*?(?=Edg|OPR|Firefox)/, '')) ?? /(Chrome|Safari)\/(\d+)/.exec(text)
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(text)
  const name = browser?.[1]?.replace('Edg', 'Edge').replace('OPR', 'Opera') ?? ''
  return [name, system?.[1]?.replace(' OS X', '')].filter(Boolean).join(', ')
}
