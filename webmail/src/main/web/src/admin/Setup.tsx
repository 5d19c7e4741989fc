import { useEffect, useState } from 'preact/hooks'
import { Button } from '../ui/Button.tsx'
import { Refused } from './api.ts'
import { Input } from './Form.tsx'
import { Records } from './Records.tsx'
import { SecondFactor } from './SecondFactor.tsx'
import { useWord } from './surroundings.ts'

interface Now {
  hostname: string
  domain: string
}

const STEPS = ['hostname', 'account', 'factor', 'records'] as const
type Step = (typeof STEPS)[number]

/** The first start: host name, domain and administrator, second factor, DNS records. */
export function Setup({ secret }: { secret: string }) {
  const word = useWord()
  const [now, setNow] = useState<Now>()
  const [step, setStep] = useState<Step>('hostname')
  const [problem, setProblem] = useState('')
  const [domain, setDomain] = useState('')
  const [password, setPassword] = useState('')
  useEffect(() => void ask<Now>('look', { secret }).then(setNow, (it: Error) => setProblem(it.message)), [])
  return (
    <>
      <h2>{word('setup')}</h2>
      <ol class="steps">{STEPS.map(it => <li key={it} aria-current={it === step ? 'step' : undefined}>{word(`setup.${it}`)}</li>)}</ol>
      {problem && <p class="wrong" role="alert">{problem}</p>}
      {now && step === 'hostname' && <HostName secret={secret} hostname={now.hostname} next={() => setStep('account')} />}
      {now && step === 'account' && (
        <FirstAccount
          secret={secret}
          domain={now.domain}
          done={(which, chosen) => {
            setDomain(which)
            setPassword(chosen)
            setStep('factor')
          }}
        />
      )}
      {step === 'factor' && <SecondFactor password={password} done={() => setStep('records')} />}
      {step === 'records' && (
        <>
          <Records domain={domain} />
          <p>{word('setupDone')}</p>
          <p><a class="button primary" href="/admin">{word('toAdministration')}</a></p>
        </>
      )}
    </>
  )
}

function HostName({ secret, hostname, next }: { secret: string; hostname: string; next: () => void }) {
  const word = useWord()
  const [wanted, setWanted] = useState(hostname)
  const [problem, setProblem] = useState('')
  const [restart, setRestart] = useState(false)
  const submit = (event: Event) => {
    event.preventDefault()
    if (wanted === hostname) next()
    else ask('hostname', { secret, hostname: wanted }).then(() => setRestart(true), (it: Error) => setProblem(it.message))
  }
  if (restart) return <p role="status">{word('restart', { hostname: wanted })}</p>
  return (
    <form class="form" onSubmit={submit}>
      <Input field={{ name: 'hostname', label: word('hostname'), hint: word('hostnameHint') }} value={wanted} change={setWanted} />
      {problem && <p class="wrong" role="alert">{problem}</p>}
      <div class="form-buttons"><Button kind="primary" type="submit">{word('goOn')}</Button></div>
    </form>
  )
}

function FirstAccount({ secret, domain: first, done }: { secret: string; domain: string; done: (domain: string, password: string) => void }) {
  const word = useWord()
  const [domain, setDomain] = useState(first)
  const [local, setLocal] = useState('')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = (event: Event) => {
    event.preventDefault()
    setBusy(true)
    ask('account', { secret, domain, address: local.includes('@') ? local : `${local}@${domain}`, password }).then(
      () => done(domain, password),
      (it: Error) => {
        setProblem(it.message)
        setBusy(false)
      },
    )
  }
  return (
    <form class="form" onSubmit={submit}>
      <Input field={{ name: 'domain', label: word('domain'), hint: word('setupDomainHint') }} value={domain} change={setDomain} />
      <Input field={{ name: 'address', label: word('yourAddress'), hint: word('yourAddressHint', { domain }) }} value={local} change={setLocal} />
      <Input field={{ name: 'password', label: word('newPassword'), kind: 'password', hint: word('newPasswordHint') }} value={password} change={setPassword} />
      {problem && <p class="wrong" role="alert">{problem}</p>}
      <div class="form-buttons"><Button kind="primary" type="submit" disabled={busy}>{word('goOn')}</Button></div>
    </form>
  )
}

async function ask<A>(what: string, told: Record<string, string>): Promise<A> {
  const answer = await fetch(`/admin/setup/api/${what}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(told) })
  const said = (await answer.json()) as A & { detail?: string }
  if (!answer.ok) throw new Refused(answer.status, said.detail ?? answer.statusText)
  return said
}
