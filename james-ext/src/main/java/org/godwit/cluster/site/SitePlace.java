package org.godwit.cluster.site;

import java.nio.file.Path;

/**
 * Where a site keeps what etcd, Patroni and PostgreSQL need.
 *
 * @param directory the site's own, below the data directory
 */
record SitePlace(Path directory) {

  Path tls() {
    return directory.resolve("tls");
  }

  Path authority() {
    return tls().resolve("authority.pem");
  }

  Path certificate() {
    return tls().resolve("site.pem");
  }

  Path key() {
    return tls().resolve("site.key");
  }

  /** PKCS #8 in DER, which is what PostgreSQL's driver for Java reads. */
  Path keyForJava() {
    return tls().resolve("site.pk8");
  }

  Path etcd() {
    return directory.resolve("etcd");
  }

  /** There while the next start of etcd is to go on without the others. */
  Path rescue() {
    return directory.resolve("rescue");
  }

  /** Where Patroni makes {@code postgres}, the data directory, and puts it aside. */
  Path run() {
    return directory.resolve("patroni");
  }

  Path postgres() {
    return run().resolve("postgres");
  }

  Path patroni() {
    return run().resolve("patroni.yml");
  }

  /** Starts Patroni. */
  Path patroniLock() {
    return run().resolve("patroni-lock.py");
  }

  Path passwords() {
    return run().resolve("pgpass");
  }
}
