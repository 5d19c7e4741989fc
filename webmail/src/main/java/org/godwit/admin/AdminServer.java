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

/**
 * The administrator's API: HTTP on a Unix domain socket that only the server's user and root can
 * reach. A request is a POST of JSON to an operation's path; the answer is JSON.
 *
 * <p>Safe for many threads. Close it to end it.
 */
public final class AdminServer implements AutoCloseable {
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
   * @param administration does what is asked for
   * @throws IOException when the socket cannot be made
   */
  public static AdminServer start(Path dataDirectory, Administration administration)
      throws IOException {
    SocketPlace.prepare(dataDirectory);
    Server server = new Server(threads());
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    UnixDomainServerConnector connector =
        new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.setHandler(new Api(administration));
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
    private final Administration administration;

    Api(Administration administration) {
      this.administration = administration;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws IOException {
      try {
        Administration.Reply reply = run(request);
        int status = reply.complete() ? HttpStatus.OK_200 : HttpStatus.MULTI_STATUS_207;
        write(response, status, reply.body(), callback);
      } catch (AdminProblem e) {
        write(response, e.kind().status(), Map.of("error", e.getMessage()), callback);
      }
      return true;
    }

    private Administration.Reply run(Request request) throws IOException, AdminProblem {
      String path = request.getHttpURI().getCanonicalPath();
      Operation operation =
          Administration.at(path)
              .orElseThrow(() -> AdminProblem.malformed("no such operation: " + path));
      InputStream body = Content.Source.asInputStream(request);
      String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
      boolean json = type != null && type.startsWith("application/json");
      return json
          ? administration.run(
              Actor.MACHINE, operation, values(body), InputStream.nullInputStream())
          : administration.run(Actor.MACHINE, operation, JSON.createObjectNode(), body);
    }

    private static JsonNode values(InputStream body) throws IOException, AdminProblem {
      byte[] text = body.readNBytes(JSON_BYTES + 1);
      if (text.length > JSON_BYTES) {
        throw AdminProblem.malformed("more than 1 MB of JSON");
      }
      try {
        return JSON.readTree(text);
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
