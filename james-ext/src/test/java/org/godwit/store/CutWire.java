package org.godwit.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/**
 * A wire to PostgreSQL that can be cut: after so many messages of ours nothing goes through any
 * more, until it is mended. For tests that cut at message 1, 2, 3 … until an operation passes.
 */
public final class CutWire extends SocketFactory {

  private static final AtomicInteger LEFT = new AtomicInteger(Integer.MAX_VALUE);
  private static volatile boolean swallowsAnswer;

  /** The driver makes one of these for each connection. */
  public CutWire() {}

  /** The same database, over this wire. */
  public static DatabaseSettings over(DatabaseSettings settings) {
    String join = settings.url().contains("?") ? "&" : "?";
    return new DatabaseSettings(
        settings.url() + join + "socketFactory=" + CutWire.class.getName(),
        settings.user(),
        settings.password(),
        settings.poolSize());
  }

  /**
   * A database over this wire that gives up at once when it is cut, instead of after the seconds
   * that a real one is worth. Its schema must be there already. All connections are open when this
   * returns.
   */
  public static Database impatient(DatabaseSettings settings) throws InterruptedException {
    DatabaseSettings over = over(settings);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(over.url());
    config.setUsername(over.user());
    config.setPassword(over.password());
    config.setMaximumPoolSize(over.poolSize());
    config.setMinimumIdle(over.poolSize());
    config.setConnectionTimeout(250); // the least that it allows
    config.addDataSourceProperty("prepareThreshold", "-1");
    HikariDataSource pool = new HikariDataSource(config);
    while (pool.getHikariPoolMXBean().getIdleConnections() < over.poolSize()) {
      Thread.sleep(5);
    }
    return Database.over(pool);
  }

  /** Lets so many messages pass; the next one is lost. */
  public static void cutAfter(int messages) {
    swallowsAnswer = false;
    LEFT.set(messages);
  }

  /** The same, but the message that is one too many arrives, and only its answer is lost. */
  public static void cutAnswerAfter(int messages) {
    swallowsAnswer = true;
    LEFT.set(messages);
  }

  /** Lets everything pass, on new connections; says whether the wire was cut. */
  public static boolean mend() {
    return LEFT.getAndSet(Integer.MAX_VALUE) <= 0;
  }

  @Override
  public Socket createSocket() {
    return new Wire();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw new IOException("the driver connects by itself");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    throw new IOException("the driver connects by itself");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw new IOException("the driver connects by itself");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    throw new IOException("the driver connects by itself");
  }

  private static final class Wire extends Socket {

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      if (LEFT.get() <= 0) {
        throw new IOException("the wire is cut");
      }
      super.connect(endpoint, timeout);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new Cuttable(this, super.getOutputStream());
    }
  }

  private static final class Cuttable extends FilterOutputStream {
    private final Wire wire;

    Cuttable(Wire wire, OutputStream out) {
      super(out);
      this.wire = wire;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (LEFT.get() == Integer.MAX_VALUE) {
        out.write(bytes, offset, length);
        return;
      }
      int left = LEFT.decrementAndGet();
      if (left >= 0 || (left == -1 && swallowsAnswer)) {
        out.write(bytes, offset, length);
        out.flush();
      }
      if (left < 0) {
        if (left == -1 && swallowsAnswer) {
          pause();
        }
        wire.close();
        throw new IOException("the wire is cut");
      }
    }

    /** The server must have done what it was told before the connection goes. */
    private static void pause() throws IOException {
      try {
        Thread.sleep(30);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }
}
