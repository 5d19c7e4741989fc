package org.godwit.server.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.apache.james.protocols.api.ClientAuth;
import org.apache.james.protocols.netty.Encryption;
import org.godwit.trust.Certificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Doors at which an echo answers, slowly when the test wants it. */
class ListenerTest {

  @TempDir Path directory;
  private final EventLoops loops = new EventLoops();
  private final Semaphore mayAnswer = new Semaphore(1_000_000);
  private final CountDownLatch asked = new CountDownLatch(1);
  private Certificates certificates;
  private Listener listener;
  private InetSocketAddress address;

  /** Says each line again, when it may. */
  private final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
      asked.countDown();
      mayAnswer.acquire();
      ByteBuf line = (ByteBuf) message;
      var unused = ctx.writeAndFlush(Unpooled.copiedBuffer(line));
      line.release();
    }
  }

  @BeforeEach
  void open() throws Exception {
    certificates = Certificates.selfSigned(directory, "mail.example.test");
    open(60, 0);
  }

  private void open(int idleSeconds, int loginSeconds) throws Exception {
    Talk talk =
        new Talk(
            "full\r\n",
            "bye\r\n",
            "too slow\r\n",
            1000,
            1000,
            idleSeconds,
            loginSeconds,
            pipeline -> echo());
    listener =
        new Listener(
            "echo",
            talk,
            Encryption.createStartTls(certificates.context(), null, null, ClientAuth.NONE),
            40,
            1);
    address = listener.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), loops);
  }

  /** A door that is less patient. */
  private void reopen(int idleSeconds, int loginSeconds) throws Exception {
    listener.refuse();
    open(idleSeconds, loginSeconds);
  }

  private ChannelHandler echo() {
    return new Echo();
  }

  @AfterEach
  void close() {
    mayAnswer.release(1_000_000);
    listener.refuse();
    listener.close();
    await().until(() -> listener.talking() == 0);
    loops.close();
    certificates.close();
  }

  @Test
  void slowAnswersToSomeDelayNobodyElse() throws Exception {
    mayAnswer.drainPermits();
    List<Socket> waiting = new ArrayList<>();
    for (int client = 0; client < 30; client++) { // more than there are threads that read
      waiting.add(say("slow"));
    }
    asked.await();
    try (Socket other = connect()) {
      await().until(() -> listener.talking() == 31);
      mayAnswer.release(1_000);
      for (Socket socket : waiting) {
        assertThat(line(socket)).isEqualTo("slow");
        socket.close();
      }
      other.getOutputStream().write("quick\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(line(other)).isEqualTo("quick");
    }
  }

  @Test
  void refusesWhoComesWhenItIsFullAndLetsTheNextInWhenSomebodyLeft() throws Exception {
    List<Socket> inside = new ArrayList<>();
    for (int client = 0; client < 40; client++) {
      Socket socket = say("in");
      assertThat(line(socket)).isEqualTo("in");
      inside.add(socket);
    }
    try (Socket refused = connect()) {
      assertThat(line(refused)).isEqualTo("full");
    }
    inside.get(0).close();
    await()
        .untilAsserted(
            () -> {
              try (Socket next = say("in")) {
                assertThat(line(next)).isEqualTo("in");
              }
            });
    for (Socket socket : inside) {
      socket.close();
    }
  }

  @Test
  void doesNotReadAheadWithoutEnd() throws Exception {
    mayAnswer.drainPermits();
    try (Socket flood = connect()) {
      flood.setSendBufferSize(16 * 1024);
      byte[] lines =
          "0123456789012345678901234567890\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
      Thread sender = Thread.ofVirtual().start(() -> floodWith(flood, lines));
      sender.join(2_000);
      assertThat(sender.isAlive()).as("32 MB were taken from a client nobody answers").isTrue();
    }
  }

  private static void floodWith(Socket socket, byte[] lines) {
    try {
      for (int i = 0; i < 1_000; i++) {
        socket.getOutputStream().write(lines);
      }
    } catch (IOException e) {
      // closed by the test
    }
  }

  @Test
  void dismissesThoseWhoWaitForNothingAndWaitsForTheOthers() throws Exception {
    mayAnswer.drainPermits();
    try (Socket idle = connect();
        Socket asking = say("question")) {
      asked.await();
      await().until(() -> listener.talking() == 2);

      listener.refuse();
      listener.dismissIdle();
      assertThat(line(idle)).isEqualTo("bye");
      mayAnswer.release();
      assertThat(line(asking)).isEqualTo("question");
      await()
          .until(
              () -> {
                listener.dismissIdle();
                return listener.talking() == 0;
              });
    }
  }

  @Test
  void aByteNowAndThenHoldsNoConnection() throws Exception {
    reopen(1, 0);
    try (Socket slow = connect()) {
      Thread drip = Thread.ofVirtual().start(() -> drip(slow, "x"));
      assertThat(line(slow)).isEqualTo("too slow");
      drip.join();
    }
  }

  @Test
  void linesHoldAConnection() throws Exception {
    reopen(3, 0);
    try (Socket client = connect()) {
      Thread unused = Thread.ofVirtual().start(() -> drip(client, "x\r\n"));
      BufferedReader answers = reader(client);
      for (int i = 0; i < 40; i++) { // of which ten come in a second
        assertThat(answers.readLine()).isEqualTo("x");
      }
    }
  }

  @Test
  void linesHoldNoConnectionOnWhichNobodyLogsIn() throws Exception {
    reopen(60, 1);
    try (Socket stranger = connect()) {
      Thread drip = Thread.ofVirtual().start(() -> drip(stranger, "x\r\n"));
      BufferedReader answers = reader(stranger);
      String answer = answers.readLine();
      while (answer.equals("x")) {
        answer = answers.readLine();
      }
      assertThat(answer).isEqualTo("too slow");
      drip.join();
    }
  }

  @Test
  void whoWaitsForUsIsNotSlow() throws Exception {
    reopen(1, 0);
    mayAnswer.drainPermits();
    try (Socket patient = say("question")) {
      asked.await();
      Thread.sleep(1_500); // longer than a client may be silent
      mayAnswer.release();
      assertThat(line(patient)).isEqualTo("question");
    }
  }

  private static void drip(Socket socket, String drop) {
    try {
      while (true) {
        socket.getOutputStream().write(drop.getBytes(StandardCharsets.US_ASCII));
        Thread.sleep(100);
      }
    } catch (IOException | InterruptedException e) {
      // hung up
    }
  }

  @Test
  void answersThatNobodyReadsDoNotPileUp() throws Exception {
    byte[] lines =
        "0123456789012345678901234567890\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
    try (Socket deaf = connect()) {
      Thread sender = Thread.ofVirtual().start(() -> floodWith(deaf, lines));
      sender.join(2_000);
      assertThat(sender.isAlive()).as("32 MB were answered to a client that reads none").isTrue();
      BufferedReader answers = reader(deaf);
      for (int i = 0; i < 1_000_000; i++) {
        assertThat(answers.readLine()).hasSize(31);
      }
      sender.join();
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private Socket say(String line) throws IOException {
    Socket socket = connect();
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String line(Socket socket) throws IOException {
    return reader(socket).readLine();
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }
}
