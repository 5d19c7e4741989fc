package org.godwit.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.server.OneServer.PASSWORD;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.godwit.jmap.push.EventClient;
import org.godwit.server.ImapTalk;
import org.godwit.server.OneServer;
import org.godwit.web.WebDoor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A thousand clients that wait for changes (8620 §7.3). */
@ExtendWith(OneServer.class)
class ManyStreamsTest {

  private static final int CLIENTS = 1_000;

  /** Octets of heap that one may keep: the server's end, and here the client's, too. */
  private static final long MOST_OCTETS = 20_000;

  @Test
  void aThousandWaitingClientsKeepLittleAndHaveNoThreadsAndAllAreTold(OneServer mail)
      throws Exception {
    try (WebDoor door =
            WebDoor.open(mail, 2 * CLIENTS, callers -> JmapParts.of(mail.server(), callers));
        ImapTalk phone = mail.imap("alice")) {
      phone.ok("APPEND INBOX {%d+}\r\n%s".formatted(17, "Subject: x\r\n\r\nx\r\n"));
      phone.ok("SELECT INBOX");
      List<EventClient> streams = new ArrayList<>();
      try {
        open(door, mail, 10, streams); // what the first ones load is not theirs
        long before = heap();
        int threads = Thread.activeCount();
        open(door, mail, CLIENTS, streams);
        long each = (heap() - before) / CLIENTS;
        System.err.println("octets of heap for a stream of events, both ends: " + each);
        assertThat(each).as("octets of heap for each").isLessThan(MOST_OCTETS);
        assertThat(Thread.activeCount()).as("threads").isLessThan(threads + 60);

        phone.ok("STORE 1 +FLAGS.SILENT (\\Flagged)");
        for (EventClient stream : streams) {
          assertThat(stream.next("state").data().get("@type").textValue()).isEqualTo("StateChange");
        }
      } finally {
        for (EventClient stream : streams) {
          stream.close();
        }
      }
    }
  }

  private static void open(WebDoor door, OneServer mail, int count, List<EventClient> streams)
      throws IOException {
    URI clear = door.clear("/");
    InetSocketAddress at = new InetSocketAddress(clear.getHost(), clear.getPort());
    for (int i = 0; i < count; i++) {
      EventClient stream =
          new EventClient(
              at,
              "/jmap/eventsource?types=*&closeafter=no&ping=0",
              "Authorization: " + WebDoor.basic(mail.address("alice"), PASSWORD));
      streams.add(stream);
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.next().data()).as("an id, and no event").isNull();
    }
  }

  private static long heap() {
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
