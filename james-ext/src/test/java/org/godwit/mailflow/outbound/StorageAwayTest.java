package org.godwit.mailflow.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.server.core.MimeMessageSource;
import org.godwit.store.StoreAway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While the storage is away, mail waits; it is neither lost nor counted as tried. */
class StorageAwayTest {
  private SmtpPeer peer;
  private Site site;

  @BeforeEach
  void setUp() throws Exception {
    peer = SmtpPeer.start();
    site = new Site(peer.port());
    site.dns.host("there.example", "127.0.0.1").host("other.example", "127.0.0.1");
  }

  @AfterEach
  void tearDown() throws Exception {
    site.outgoing().failWith(null);
    site.spool().failWith(null);
    site.close();
    peer.close();
  }

  @Test
  void whatBecameOfAMailIsWrittenDownWhenTheStorageIsBack() throws Exception {
    site.start();
    peer.answering("DATA", SmtpPeer.HANG);
    site.send("bob@there.example");
    await().until(() -> peer.commands().stream().anyMatch("DATA"::equals));
    site.outgoing().failWith(StoreAway.now()); // the attempt ends when nothing can be written
    await().until(() -> site.outgoing().refusals() > 1);
    assertThat(site.outgoing().rows()).hasSize(1);
    site.outgoing().failWith(null);

    await().until(() -> new QueuedMail(site.outgoing().rows().getFirst().mail()).attempts() == 1);
    assertThat(site.outgoing().rows()).hasSize(1);
  }

  @Test
  void aReportThatCannotBeQueuedKeepsTheMail() throws Exception {
    peer.answering("RCPT", "550 5.1.1 who");
    site.spool().failWith(StoreAway.now());
    site.send("bob@there.example");
    site.start();
    await().until(() -> peer.commands().stream().anyMatch(line -> line.startsWith("RCPT")));
    await().until(() -> peer.commands().contains("QUIT") || !site.outgoing().rows().isEmpty());

    assertThat(site.outgoing().rows()).hasSize(1);
    site.spool().failWith(null);
    await().until(() -> site.outgoing().rows().isEmpty());
    assertThat(site.report()).contains("550 5.1.1 who");
  }

  @Test
  void aMessageThatCannotBeReadNowIsNoAttempt() throws Exception {
    Flaky flaky = new Flaky();
    site.outgoing().readingThrough(flaky);
    site.send("bob@there.example");
    site.start();
    await().until(() -> flaky.refused.get() > 1);
    assertThat(peer.mails()).isEmpty();
    flaky.away = false;
    await().until(() -> site.outgoing().rows().isEmpty());

    assertThat(peer.mails()).hasSize(1);
    assertThat(peer.mails().getFirst().data()).isEqualTo(Site.MESSAGE);
    assertThat(site.spool().rows()).isEmpty();
  }

  @Test
  void theMailetKeepsTheRecipientsThatHaveNoRowYet() throws Exception {
    site.outgoing().failAfter(1, StoreAway.now());
    TestMail mail = new TestMail("bob@there.example", "eve@other.example");

    assertThatThrownBy(() -> site.service(mail.get())).hasMessageContaining("away");
    assertThat(mail.get().getRecipients()).hasToString("[eve@other.example]");

    site.outgoing().failWith(null);
    site.service(mail.get());
    assertThat(site.outgoing().rows())
        .extracting(row -> row.mail().getRecipients().toString())
        .containsExactly("[bob@there.example]", "[eve@other.example]");
  }

  /** A source of bytes that is away at first. */
  static final class Flaky implements TestQueue.Reading {
    private volatile boolean away = true;
    private final AtomicInteger refused = new AtomicInteger();

    @Override
    public MimeMessageSource over(MimeMessageSource source) {
      return new MimeMessageSource() {
        @Override
        public String getSourceId() {
          return "flaky";
        }

        @Override
        public InputStream getInputStream() throws IOException {
          if (away) {
            refused.incrementAndGet();
            throw new IOException(StoreAway.now());
          }
          return source.getInputStream();
        }

        @Override
        public long getMessageSize() throws IOException {
          return source.getMessageSize();
        }
      };
    }
  }
}
