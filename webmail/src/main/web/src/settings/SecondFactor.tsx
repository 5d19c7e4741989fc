import { useEffect, useState } from 'preact/hooks'
import { useMail, useText } from '../context/context.ts'
import type { SignIns, Totp } from '../model/signins.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field } from './Field.tsx'

/** An authenticator app as second factor: turned on in three steps, or off. */
export function SecondFactor({ signIns }: { signIns: SignIns }) {
  const mail = useMail()
  const text = useText()
  const [on, setOn] = useState<boolean>()
  const [open, setOpen] = useState(false)
  const load = () => mail.watch(signIns.hasSecondFactor().then(setOn))
  useEffect(() => void load(), [])
  if (on === undefined) return null
  return (
    <>
      <h3>{text('security.secondFactor')}</h3>
      <p class="hint">{text(on ? 'security.secondFactorOn' : 'security.secondFactorOff')}</p>
      <Button icon="shield" onClick={() => setOpen(true)}>{text(on ? 'security.turnOff' : 'security.turnOn')}</Button>
      {open && <Steps on={on} signIns={signIns} close={() => {
        setOpen(false)
        void load()
      }} />}
    </>
  )
}

function Steps({ on, signIns, close }: { on: boolean; signIns: SignIns; close: () => void }) {
  const text = useText()
  const [password, setPassword] = useState('')
  const [totp, setTotp] = useState<Totp>()
  const [code, setCode] = useState('')
  const [recovery, setRecovery] = useState<string[]>()
  const [problem, setProblem] = useState('')
  const run = (work: Promise<void>) => void work.then(() => setProblem(''), (it: Error) => setProblem(it.message))
  const submit = (event: Event) => {
    event.preventDefault()
    if (on) run(signIns.endTotp(password).then(close))
    else if (!totp) run(signIns.beginTotp(password).then(setTotp))
    else run(signIns.confirmTotp(code).then(setRecovery))
  }
  return (
    <Dialog title={text('security.secondFactor')} close={close} closeLabel={text('action.close')}>
      {recovery ? (
        <>
          <p>{text('security.recovery')}</p>
          <p class="secret">{recovery.map(it => <code key={it}>{it}</code>)}</p>
          <Button kind="primary" onClick={close}>{text('action.close')}</Button>
        </>
      ) : (
        <form onSubmit={submit}>
          {totp ? (
            <>
              <p>{text('security.scan')}</p>
              <img class="qr" alt={text('security.qr')} src={`data:image/svg+xml,${encodeURIComponent(totp.qr)}`} />
              <p class="secret"><code>{totp.secret}</code></p>
              <Field label={text('security.code')}><input type="text" inputMode="numeric" required autocomplete="one-time-code" value={code} onInput={event => setCode(event.currentTarget.value)} /></Field>
            </>
          ) : (
            <Field label={text('security.password')}><input type="password" required autocomplete="current-password" value={password} onInput={event => setPassword(event.currentTarget.value)} /></Field>
          )}
          {problem && <p class="wrong" role="alert">{problem}</p>}
          <Button kind={on ? 'danger' : 'primary'} type="submit">{text(on ? 'security.turnOff' : totp ? 'security.turnOn' : 'security.go')}</Button>
        </form>
      )}
    </Dialog>
  )
}
