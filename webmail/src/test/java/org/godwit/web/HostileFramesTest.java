package org.godwit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.web.Frames.CONTINUATION;
import static org.godwit.web.Frames.DATA;
import static org.godwit.web.Frames.END_HEADERS;
import static org.godwit.web.Frames.END_STREAM;
import static org.godwit.web.Frames.HEADERS;
import static org.godwit.web.Frames.PING;
import static org.godwit.web.Frames.PRIORITY;
import static org.godwit.web.Frames.RESET;
import static org.godwit.web.Frames.SETTINGS;
import static org.godwit.web.Frames.WINDOW_UPDATE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.server.OneServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** HTTP/2 connections that make a server work for nothing (9113 §10.5). */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileFramesTest {
  /** More than anybody may say at once, and less than a test has time for. */
  private static final int FLOOD = 20_000;

  private static final byte[] GET = Frames.request("GET", "/echo", Map.of());
  private static final byte[] NOTHING = new byte[0];

  private final AtomicInteger handled = new AtomicInteger();
  private WebDoor door;

  /** Says one frame, or some, of a flood. */
  @FunctionalInterface
  private interface Flood {
    void say(Frames to, int turn) throws IOException;
  }

  @BeforeAll
  void open() {
    door =
        WebDoor.open(
            OneServer.running(), callers -> List.of(WebPart.of("/echo", new Echo(), 100_000)));
  }

  @AfterAll
  void close() {
    door.close();
  }

  @AfterEach
  void theNextClientIsServed() throws Exception {
    assertThat(door.send(door.request("/echo")).statusCode()).isEqualTo(200);
  }

  private Frames frames() throws IOException {
    return new Frames(OneServer.running().trusting(), door.https());
  }

  /** Says it until the server has enough; after how many frames that was, at most. */
  private int flood(Flood flood) throws IOException {
    try (Frames frames = frames()) {
      int said = 0;
      try {
        for (; said < FLOOD; said++) {
          flood.say(frames, said);
        }
        frames.end();
      } catch (IOException closed) {
        // it has had enough
      }
      return said;
    }
  }

  @Test
  void endsAConnectionThatBeginsRequestsAndTakesThemBack() throws Exception { // CVE-2023-44487
    handled.set(0);
    flood(
        (to, turn) -> {
          int stream = 2 * turn + 1;
          to.send(HEADERS, END_HEADERS | END_STREAM, stream, GET);
          to.send(RESET, 0, stream, new byte[] {0, 0, 0, 8});
        });
    assertThat(handled.get()).as("requests that we worked for").isLessThan(2_000);
  }

  @Test
  void endsAConnectionThatFloodsIt() throws Exception {
    Map<String, Flood> floods =
        Map.of(
            "pings",
            (to, turn) -> to.send(PING, 0, 0, new byte[8]), // CVE-2019-9512
            "settings",
            (to, turn) -> to.send(SETTINGS, 0, 0, NOTHING), // CVE-2019-9515
            "priorities",
            (to, turn) -> to.send(PRIORITY, 0, 1, new byte[5]), // CVE-2019-9513
            "empty data", // CVE-2019-9518
            (to, turn) -> {
              if (turn == 0) {
                to.send(HEADERS, END_HEADERS, 1, Frames.request("POST", "/echo", Map.of()));
              }
              to.send(DATA, 0, 1, NOTHING);
            },
            "empty continuations",
            (to, turn) -> to.send(turn == 0 ? HEADERS : CONTINUATION, 0, 1, NOTHING));
    for (Map.Entry<String, Flood> flood : floods.entrySet()) {
      try (Frames frames = frames()) {
        boolean over = false;
        for (int turn = 0; turn < FLOOD && !over; turn++) {
          try {
            flood.getValue().say(frames, turn);
          } catch (IOException closed) {
            over = true;
          }
        }
        assertThat(over || isOver(frames)).as(flood.getKey()).isTrue();
      }
    }
  }

  /** Whether the server has ended the connection, or ends it before a minute is over. */
  private static boolean isOver(Frames frames) {
    try {
      frames.end();
      return true;
    } catch (java.net.SocketTimeoutException open) {
      return false;
    } catch (IOException closed) {
      return true;
    }
  }

  @Test
  void endsAConnectionWhoseHeaderDoesNotEnd() throws Exception { // CVE-2024-27316 and others
    byte[] part = Frames.request("GET", "/echo", Map.of("x", "y".repeat(8_000)));
    int said = flood((to, turn) -> to.send(turn == 0 ? HEADERS : CONTINUATION, 0, 1, part));
    assertThat(said).as("frames of 8 KB that were taken").isLessThan(FLOOD);
  }

  @Test
  void unpacksNoHeaderThatIsShortOnTheWayOnly() throws Exception { // CVE-2016-6581
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(GET);
    block.write(0x40); // 7541 §6.2.1: kept in the table
    Frames.text(block, "x");
    Frames.text(block, "y".repeat(3_000));
    for (int i = 0; i < 10_000; i++) {
      block.write(0x80 | 62); // 7541 §6.1: the newest of the table, thirty million octets of it
    }
    handled.set(0);
    try (Frames frames = frames()) {
      frames.send(HEADERS, END_HEADERS | END_STREAM, 1, block.toByteArray());
      frames.send(PING, 0, 0, new byte[8]);
      Frames.Frame frame = frames.next();
      while (frame.type() == SETTINGS || frame.type() == WINDOW_UPDATE) {
        frame = frames.next();
      }
      assertThat(frame.type()).as("what came").isNotEqualTo(DATA);
    }
    assertThat(handled.get()).as("requests that were let in").isZero();
  }

  @Test
  void servesNoMoreStreamsAtATimeThanItSays() throws Exception {
    try (Frames frames = frames()) {
      for (int i = 0; i < 150; i++) {
        frames.send(HEADERS, END_HEADERS, 2 * i + 1, Frames.request("POST", "/echo", Map.of()));
      }
      Frames.Frame frame = frames.next();
      while (frame.type() == SETTINGS || frame.type() == WINDOW_UPDATE) {
        frame = frames.next();
      }
      assertThat(frame.type()).isEqualTo(RESET);
      assertThat(frame.content()).as("REFUSED_STREAM").containsExactly(0, 0, 0, 7); // 9113 §7
    }
  }

  @Test
  void answersWhoSendsContentTooSlowlyThatItIsOver() throws Exception {
    try (Frames frames = frames()) {
      frames.send(HEADERS, END_HEADERS, 1, Frames.request("POST", "/echo", Map.of()));
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 300; i++) {
                        frames.send(DATA, 0, 1, new byte[] {'x'});
                        Thread.sleep(200);
                      }
                    } catch (IOException | InterruptedException over) {
                      // the test has seen enough
                    }
                  });
      Frames.Frame frame = frames.next();
      while (frame.type() != HEADERS) {
        assertThat(frame.type()).as("the connection lives").isNotNegative();
        frame = frames.next();
      }
      sender.interrupt();
      String block = new String(frame.content(), java.nio.charset.StandardCharsets.ISO_8859_1);
      // 7541 appendix A and B: ":status: 408", its value as it is or by Huffman's code
      assertThat(block.contains("408") || block.contains("h\u000f\u007f")).as(block).isTrue();
    }
  }

  /** Reads everything, and says how much it was. */
  private final class Echo extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      handled.incrementAndGet();
      int length = Content.Source.asInputStream(request).readAllBytes().length;
      Answers.text(response, HttpStatus.OK_200, "read " + length, callback);
      return true;
    }
  }
}
