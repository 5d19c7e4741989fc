package org.godwit.settings;

/** How we speak to a smart host. */
enum SmartHostTls {
  /** STARTTLS, and nothing is sent without it. */
  STARTTLS,
  /** TLS from the first byte. */
  IMPLICIT,
  /** STARTTLS when it is offered. */
  OPTIONAL
}
