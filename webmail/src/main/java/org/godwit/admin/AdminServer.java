package org.godwit.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.godwit.store.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The administrator's API: HTTP on a Unix domain socket that only the server's user and root can
 * reach. A request is a POST of JSON to an operation's path; the answer is JSON.
 *
 * <p>Safe for many threads. Close it to end it.
 */
public final class AdminServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int JSON_BYTES = 1024 * 1024;
  private static final long IDLE_MILLIS = 10 * 60_000; // an import may think for a while

  private final Server server;
  private final Path socket;

  private AdminServer(Server server, Path socket) {
    this.server = server;
    this.socket = socket;
  }

  /**
   * Listens in the data directory, which the caller holds.
   *
   * @param services what the operations use
   * @param status how the server is, asked each time
   * @throws IOException when the socket cannot be made
   */
  public static AdminServer start(
      Path dataDirectory, Services services, Supplier<ServerStatus> status) throws IOException {
    SocketPlace.prepare(dataDirectory);
    Server server = new Server(threads());
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    UnixDomainServerConnector connector =
        new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.setHandler(new Api(new Actions(services, status)));
    Path socket = SocketPlace.in(dataDirectory);
    try (SocketPlace place = SocketPlace.reach(dataDirectory)) {
      connector.setUnixDomainPath(place.path());
      server.start();
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      return new AdminServer(server, socket);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) { // Jetty's start throws anything
      throw new IOException("the socket for administration cannot be made: " + e.getMessage(), e);
    }
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(8, 2);
    threads.setName("admin");
    threads.setVirtualThreadsExecutor(new VirtualThreadPool());
    return threads;
  }

  @Override
  public void close() {
    try {
      server.stop();
      Files.deleteIfExists(socket);
    } catch (Exception e) { // Jetty's stop throws anything
      throw new IllegalStateException("the socket for administration does not close", e);
    }
  }

  private static final class Api extends Handler.Abstract {
    private final Actions actions;

    Api(Actions actions) {
      this.actions = actions;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws JsonProcessingException {
      try {
        Answer answer = run(request);
        boolean complete = !(answer instanceof Answer.One one) || one.complete();
        Object body =
            switch (answer) {
              case Answer.One one -> one.facts();
              case Answer.Many many -> many.rows();
            };
        int status = complete ? HttpStatus.OK_200 : HttpStatus.MULTI_STATUS_207;
        write(response, status, body, callback);
      } catch (AdminProblem e) {
        write(response, e.kind().status(), Map.of("error", e.getMessage()), callback);
      }
      return true;
    }

    private Answer run(Request request) throws AdminProblem {
      String path = request.getHttpURI().getCanonicalPath();
      Action action = actions.at(path);
      if (action == null) {
        throw AdminProblem.malformed("no such operation: " + path);
      }
      try {
        return action.run(told(request));
      } catch (AdminProblem e) {
        throw e;
      } catch (StoreUnavailable e) {
        LOG.warn("{} failed: {}", path, e.getMessage(), e);
        throw new AdminProblem(
            AdminProblem.Kind.UNAVAILABLE, "the database cannot be asked now; try again");
      } catch (RuntimeException e) {
        if (e instanceof IllegalArgumentException) {
          throw AdminProblem.malformed(String.valueOf(e.getMessage()));
        }
        LOG.error("{} failed", path, e);
        throw new AdminProblem(AdminProblem.Kind.FAULT, "this failed; the server's log says why");
      } catch (Exception e) { // James refuses with checked exceptions, whose text says why
        LOG.info("{} refused: {}", path, e.getMessage());
        throw AdminProblem.refused(String.valueOf(e.getMessage()));
      }
    }

    private static Told told(Request request) throws IOException, AdminProblem {
      InputStream body = Content.Source.asInputStream(request);
      String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
      if (type == null || !type.startsWith("application/json")) {
        return new Told(JSON.createObjectNode(), body);
      }
      byte[] text = body.readNBytes(JSON_BYTES + 1);
      if (text.length > JSON_BYTES) {
        throw AdminProblem.malformed("more than 1 MB of JSON");
      }
      try {
        JsonNode values = JSON.readTree(text);
        return new Told(values, InputStream.nullInputStream());
      } catch (JsonProcessingException e) {
        throw AdminProblem.malformed("this is not JSON"); // its message may quote a password
      }
    }

    private static void write(Response response, int status, Object body, Callback callback)
        throws JsonProcessingException {
      response.setStatus(status);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      Content.Sink.write(response, true, JSON.writeValueAsString(body), callback);
    }
  }
}
