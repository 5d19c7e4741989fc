package org.godwit.trust.acme;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A certificate to be ordered.
 *
 * @param names all that it must name
 * @param replaced what it comes after, if it is of the same authority
 * @param key which it is for; empty makes one. TLSA records name the key, so it mostly stays
 */
record Wish(List<String> names, Optional<X509Certificate> replaced, Optional<KeyPair> key) {
  Wish {
    names = List.copyOf(names);
  }

  /** The same for fewer names. */
  Wish without(Collection<String> unreachable) {
    return new Wish(
        names.stream().filter(name -> !unreachable.contains(name)).toList(), replaced, key);
  }
}
