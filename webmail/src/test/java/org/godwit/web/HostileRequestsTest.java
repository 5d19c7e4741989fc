package org.godwit.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.server.OneServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that are meant to cost us more than those who send them. */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestsTest {
  private WebDoor door;

  @BeforeAll
  void open() {
    door =
        WebDoor.open(
            OneServer.running(), callers -> List.of(WebPart.of("/echo", new Length(), 100_000)));
  }

  @AfterAll
  void close() {
    door.close();
  }

  @Test
  void cutsOffWhoSendsAHeaderByteByByte() throws Exception {
    try (Socket socket = door.socket()) {
      OutputStream out = socket.getOutputStream();
      out.write("POST /echo HTTP/1.1\r\nHost: x\r\nX: ".getBytes(StandardCharsets.US_ASCII));
      assertThat(dribble(socket, out)).as("the server closed").isTrue();
    }
  }

  @Test
  void answersWhoSendsContentTooSlowlyThatItIsOver() throws Exception {
    for (String length : List.of("Content-Length: 50000", "Transfer-Encoding: chunked")) {
      boolean chunked = length.endsWith("chunked");
      try (Socket socket = door.socket()) {
        OutputStream out = socket.getOutputStream();
        out.write(
            ("POST /echo HTTP/1.1\r\nHost: x\r\n" + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        assertThat(answerWhile(socket, chunked ? "1\r\nx\r\n" : "x"))
            .as(length)
            .startsWith("HTTP/1.1 408"); // 9110 §15.5.9
      }
    }
  }

  @Test
  void takesContentThatComesInPiecesButFastEnough() throws Exception {
    try (Socket socket = door.socket()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 16000\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 8; i++) { // four seconds, of which two are patience
        out.write("x".repeat(2_000).getBytes(StandardCharsets.US_ASCII));
        Thread.sleep(500);
      }
      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200");
    }
  }

  @Test
  void cutsOffWhoSaysNothing() throws Exception {
    try (Socket socket = door.socket()) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void keepsAConnectionThatIsUsed() throws Exception {
    try (Socket socket = door.socket()) {
      InputStream in = socket.getInputStream();
      String request = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
      for (int i = 0; i < 2; i++) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII))
            .isEqualTo("HTTP/1.1 200");
        Thread.sleep(3_000); // longer than a new connection may be silent
        in.skipNBytes(in.available());
      }
    }
  }

  @Test
  void refusesALongBodyWhetherItsLengthIsToldOrNot() throws Exception {
    assertThat(door.raw("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
    String chunk = "c350\r\n" + "x".repeat(50_000) + "\r\n";
    assertThat(
            door.raw(
                "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + chunk.repeat(3)))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void refusesWhatIsPackedSoThatNothingUnpacksInHere() throws Exception {
    for (String encoding : List.of("gzip", "br", "deflate, gzip", "zstd")) {
      HttpResponse<String> answer =
          door.send(
              door.request("/echo")
                  .header("Content-Encoding", encoding)
                  .POST(BodyPublishers.ofString("x")));
      assertThat(answer.statusCode()).as(encoding).isEqualTo(415);
    }
  }

  @Test
  void refusesManyAndLongHeaders() throws Exception {
    assertThat(door.raw("GET /echo HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(5_000) + "\r\n"))
        .startsWith("HTTP/1.1 431");
    assertThat(door.raw("GET /echo?" + "a=b&".repeat(10_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 414");
  }

  @Test
  void refusesRequestsThatTwoServersWouldReadDifferently() throws Exception {
    String both =
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertThat(door.raw(both + "0\r\n\r\n")).startsWith("HTTP/1.1 400"); // 9112 §6.1
    assertThat(
            door.raw(
                "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"))
        .startsWith("HTTP/1.1 400");
    assertThat(door.raw("GET /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
    assertThat(door.raw("GET /echo HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
    assertThat(door.raw("GET /%2e%2e/echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void closesThoughSomebodyNeverGetsAnAnswer() throws Exception {
    Semaphore asked = new Semaphore(0);
    WebDoor other =
        WebDoor.open(
            OneServer.running(),
            callers -> List.of(WebPart.of("/never", new NoAnswer(asked), 100)));
    try (Socket socket = other.socket()) {
      socket
          .getOutputStream()
          .write("GET /never HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      asked.acquire();
      other.close();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  /** Sends a byte now and then; true once the server has had enough. */
  private static boolean dribble(Socket socket, OutputStream out) throws Exception {
    socket.setSoTimeout(200);
    InputStream in = socket.getInputStream();
    for (int i = 0; i < 300; i++) {
      try {
        if (in.read() < 0) {
          return true;
        }
      } catch (java.net.SocketTimeoutException open) {
        // it still listens
      } catch (SocketException reset) {
        return true;
      }
      try {
        out.write('x');
      } catch (SocketException reset) {
        return true;
      }
    }
    return false;
  }

  /** Sends something again and again until an answer comes; its beginning. */
  private static String answerWhile(Socket socket, String piece) throws Exception {
    socket.setSoTimeout(200);
    InputStream in = socket.getInputStream();
    for (int i = 0; i < 300; i++) {
      try {
        return new String(in.readNBytes(12), StandardCharsets.US_ASCII);
      } catch (java.net.SocketTimeoutException open) {
        socket.getOutputStream().write(piece.getBytes(StandardCharsets.US_ASCII));
      }
    }
    return "no answer";
  }

  /** Reads everything, and says how much it was. */
  private static final class Length extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      int length = Content.Source.asInputStream(request).readAllBytes().length;
      Answers.text(response, HttpStatus.OK_200, "read " + length, callback);
      return true;
    }
  }

  /** Takes a request, and leaves it at that. */
  private static final class NoAnswer extends Handler.Abstract {
    private final Semaphore asked;

    NoAnswer(Semaphore asked) {
      this.asked = asked;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      asked.release();
      return true;
    }
  }
}
