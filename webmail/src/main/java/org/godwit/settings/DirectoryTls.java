package org.godwit.settings;

/** How a connection to the directory is kept private. */
enum DirectoryTls {
  /** By the scheme of its address: ldaps has TLS from the first byte. */
  BY_URL,
  /** TLS begins after connecting, or nothing is said. */
  STARTTLS
}
