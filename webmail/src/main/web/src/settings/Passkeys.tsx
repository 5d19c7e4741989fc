import { useEffect, useState } from 'preact/hooks'
import { useLanguage, useMail, useText } from '../context/context.ts'
import type { Passkey, SignIns } from '../model/signins.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Field } from './Field.tsx'
import { createPasskey } from './webauthn.ts'

/** The passkeys with which one signs in without a password. */
export function Passkeys({ signIns }: { signIns: SignIns }) {
  const mail = useMail()
  const text = useText()
  const language = useLanguage()
  const [list, setList] = useState<Passkey[]>([])
  const [making, setMaking] = useState(false)
  const load = () => mail.watch(signIns.passkeys().then(setList))
  useEffect(() => void load(), [])
  return (
    <>
      <h3>{text('passkey.title')}</h3>
      <p class="hint">{text('passkey.hint')}</p>
      <ul class="rows">
        {list.map(it => (
          <li key={it.id}>
            <Icon name="fingerprint-pattern" />
            <span>
              <bdi>{it.label}</bdi>
              <small>{it.lastUsed ? text('security.used', { date: language.medium(new Date(it.lastUsed)) }) : text('security.unused')}</small>
            </span>
            <IconButton label={text('security.end', { name: it.label })} icon="trash" onClick={() => void mail.watch(signIns.removePasskey(it.id)).then(load)} />
          </li>
        ))}
      </ul>
      {'credentials' in navigator && <Button icon="plus" onClick={() => setMaking(true)}>{text('passkey.add')}</Button>}
      {making && <NewPasskey signIns={signIns} close={() => {
        setMaking(false)
        void load()
      }} />}
    </>
  )
}

function NewPasskey({ signIns, close }: { signIns: SignIns; close: () => void }) {
  const text = useText()
  const [label, setLabel] = useState('')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState('')
  const make = async () => {
    try {
      const options = await signIns.passkeyOptions(password)
      await signIns.addPasskey({ ...(await createPasskey(options)), label })
      close()
    } catch (why) {
      const { name, message } = why as Error
      setProblem(name === 'NotAllowedError' ? text('passkey.unused') : name === 'InvalidStateError' ? text('passkey.known') : message)
    }
  }
  return (
    <Dialog title={text('passkey.add')} close={close} closeLabel={text('action.close')}>
      <form
        onSubmit={event => {
          event.preventDefault()
          setProblem('')
          void make()
        }}
      >
        <Field label={text('passkey.name')} hint={text('passkey.nameHint')}><input type="text" required maxLength={100} value={label} onInput={event => setLabel(event.currentTarget.value)} /></Field>
        <Field label={text('security.password')}><input type="password" required autocomplete="current-password" value={password} onInput={event => setPassword(event.currentTarget.value)} /></Field>
        {problem && <p class="wrong" role="alert">{problem}</p>}
        <div class="form-buttons"><Button kind="primary" type="submit">{text('passkey.add')}</Button></div>
      </form>
    </Dialog>
  )
}
