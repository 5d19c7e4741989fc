import { useEffect, useState } from 'preact/hooks'
import { useSurroundings, useText } from '../context/context.ts'
import { forget, serverKey, subscribe } from '../model/pushing.ts'

/** Whether this device tells of new mail while the page is closed (Web Push). */
export function Notifications() {
  const { mail, preferences } = useSurroundings()
  const text = useText()
  const key = serverKey(mail.client)
  const [registration, setRegistration] = useState<ServiceWorkerRegistration>()
  const [on, setOn] = useState(false)
  const [refused, setRefused] = useState(false)
  useEffect(() => {
    const look = async () => {
      const found = await navigator.serviceWorker?.getRegistration('/')
      setRegistration(found)
      setOn(Boolean(await found?.pushManager?.getSubscription()))
    }
    void mail.watch(look())
  }, [])
  if (!key || !registration?.pushManager) return <p class="hint">{text('push.impossible')}</p>
  const begin = async () => {
    if ((await Notification.requestPermission()) !== 'granted') return setRefused(true)
    const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
    const { endpoint, keys } = made.toJSON()
    await subscribe(mail.client, preferences.device, { endpoint: endpoint ?? '', keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' } })
    setOn(true)
  }
  const end = async () => {
    await forget(mail.client, preferences.device)
    await (await registration.pushManager.getSubscription())?.unsubscribe()
    setOn(false)
  }
  return (
    <>
      <p class="hint">{text('push.hint')}</p>
      <label class="switch"><input type="checkbox" checked={on} onChange={() => void mail.watch(on ? end() : begin())} />{text('push.on')}</label>
      {refused && <p class="wrong" role="alert">{text('push.refused')}</p>}
    </>
  )
}
