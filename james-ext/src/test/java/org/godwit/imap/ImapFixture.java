package org.godwit.imap;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.imapserver.netty.IMAPServer;
import org.apache.james.imapserver.netty.ImapMetrics;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.godwit.imap.command.ImapCommands;
import org.godwit.store.Database;
import org.godwit.timing.Timings;
import org.godwit.trust.CertificateProblem;
import org.godwit.trust.Certificates;

/** An IMAP listener of ours on a free loopback port. */
final class ImapFixture implements AutoCloseable {
  private static final Certificates CERTIFICATES = certificates();

  private final IMAPServer listener;

  private static Certificates certificates() {
    try {
      return Certificates.selfSigned(Files.createTempDirectory("imap-test"), "localhost");
    } catch (IOException | CertificateProblem e) {
      throw new IllegalStateException(e);
    }
  }

  /** Before a mailbox in memory. */
  ImapFixture() throws Exception {
    this(ImapLimits.standard());
  }

  ImapFixture(ImapLimits limits) throws Exception {
    this(limits, new MemoryMailbox("alice", "bob").ground());
  }

  /** Before our mailbox in PostgreSQL. */
  ImapFixture(Database database) throws Exception {
    this(ImapLimits.standard(), StoreComposition.on(database));
  }

  ImapFixture(ImapLimits limits, ImapCommands.Ground ground) throws Exception {
    listener =
        new ImapListener(
            new ImapCommands(ground, limits.messages()),
            Users.sasl(),
            new ImapMetrics(ground.metrics()),
            new NoopGaugeRegistry(),
            limits,
            Optional.of(CERTIFICATES),
            new Timings());
    BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
    configuration.addProperty("[@enabled]", true);
    configuration.addProperty("bind", "127.0.0.1:0");
    configuration.addProperty("auth.requireSSL", false);
    configuration.addProperty("gracefulShutdown", false);
    configuration.addProperty("jmxName", "imap-" + System.nanoTime());
    configuration.addProperty("secure", "starttls");
    listener.configure(configuration);
    listener.init();
  }

  int port() {
    return listener.getListenAddresses().getFirst().getPort();
  }

  Wire connect() throws IOException {
    return new Wire(port());
  }

  Wire login(String user) throws IOException {
    Wire wire = connect();
    wire.ok("LOGIN " + user + " " + Users.PASSWORD);
    return wire;
  }

  @Override
  public void close() {
    listener.destroy();
  }
}
