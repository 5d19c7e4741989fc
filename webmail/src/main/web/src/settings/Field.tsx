import type { ComponentChildren } from 'preact'

/** A setting: its name and hint, and what changes it. */
export function Field({ label, hint, children }: { label: string; hint?: string; children: ComponentChildren }) {
  return (
    <label class="setting">
      <span class="setting-name">{label}{hint && <small>{hint}</small>}</span>
      {children}
    </label>
  )
}
