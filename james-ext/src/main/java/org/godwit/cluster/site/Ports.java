package org.godwit.cluster.site;

/** Where each service of a site listens; all are TLS, and let nobody in who is no site. */
final class Ports {
  static final int POSTGRES = 5432;
  static final int PATRONI = 8008;
  static final int ETCD_CLIENTS = 2379;
  static final int ETCD_PEERS = 2380;

  private Ports() {}
}
