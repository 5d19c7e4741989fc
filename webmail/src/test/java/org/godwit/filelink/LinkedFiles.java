package org.godwit.filelink;

import static org.godwit.server.OneServer.PASSWORD;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.godwit.command.AllParts;
import org.godwit.server.OneServer;
import org.godwit.store.Database;
import org.godwit.web.WebDoor;

/** People who make links by JMAP, and strangers who follow them. */
final class LinkedFiles implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String URI = "urn:x-godwit:params:jmap:links";

  private final OneServer mail;
  private final WebDoor door;

  LinkedFiles(OneServer mail) {
    this.mail = mail;
    this.door = WebDoor.open(mail, callers -> AllParts.of(mail.server()));
  }

  private HttpRequest.Builder asked(String name, String path) {
    return door.request(path).header("Authorization", WebDoor.basic(mail.address(name), PASSWORD));
  }

  /** Her account's id. */
  String account(String name) throws IOException, InterruptedException {
    return session(name).at("/primaryAccounts/urn:ietf:params:jmap:mail").textValue();
  }

  JsonNode session(String name) throws IOException, InterruptedException {
    return JSON.readTree(door.send(asked(name, "/jmap/session")).body());
  }

  /** Uploads a part; its blob id. */
  String upload(String name, byte[] part) throws IOException, InterruptedException {
    return JSON.readTree(
            door.send(
                    asked(name, "/jmap/upload/" + account(name) + "/")
                        .POST(BodyPublishers.ofByteArray(part)))
                .body())
        .get("blobId")
        .textValue();
  }

  /** The arguments of the answer to one call. */
  JsonNode call(String name, String method, ObjectNode arguments)
      throws IOException, InterruptedException {
    ObjectNode request = JSON.createObjectNode();
    request.set("using", JSON.valueToTree(List.of("urn:ietf:params:jmap:core", URI)));
    ArrayNode call = request.putArray("methodCalls").addArray();
    call.add(method).add(arguments).add("0");
    return JSON.readTree(
            door.send(
                    asked(name, "/jmap/api")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(request.toString())))
                .body())
        .at("/methodResponses/0/1");
  }

  ObjectNode arguments(String name) throws IOException, InterruptedException {
    return JSON.createObjectNode().put("accountId", account(name));
  }

  /** The answer to somebody who asks for a link. */
  JsonNode make(String name, ObjectNode wanted) throws IOException, InterruptedException {
    ObjectNode arguments = arguments(name);
    arguments.putObject("create").set("l", wanted);
    return call(name, "FileLink/set", arguments);
  }

  static ObjectNode wanted(String file, String... blobs) {
    ObjectNode wanted = JSON.createObjectNode().put("name", file);
    wanted.set("blobIds", JSON.valueToTree(blobs));
    return wanted;
  }

  /** What was made of Alice's file, in parts. */
  JsonNode made(String file, String... parts) throws IOException, InterruptedException {
    String[] blobs = new String[parts.length];
    for (int i = 0; i < parts.length; i++) {
      blobs[i] = upload("alice", parts[i].getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return make("alice", wanted(file, blobs)).at("/created/l");
  }

  JsonNode revoke(String name, String id) throws IOException, InterruptedException {
    ObjectNode arguments = arguments(name);
    arguments.putArray("destroy").add(id);
    return call(name, "FileLink/set", arguments);
  }

  /** The answer to somebody who wants a link to end at another time. */
  JsonNode keep(String name, String id, String until) throws IOException, InterruptedException {
    ObjectNode arguments = arguments(name);
    arguments.putObject("update").putObject(id).put("expires", until);
    return call(name, "FileLink/set", arguments);
  }

  JsonNode list(String name) throws IOException, InterruptedException {
    return call(name, "FileLink/get", arguments(name).putNull("ids")).path("list");
  }

  /** A stranger asks, with header fields. */
  HttpResponse<String> follow(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = door.request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return door.send(request);
  }

  HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
    return door.send(door.request(path).method(method, BodyPublishers.noBody()));
  }

  /** As though the time of somebody's links had come. */
  void expire(String name) {
    change(
        "UPDATE file_link SET expires_at = now() - interval '1 minute' WHERE account_id ="
            + " (SELECT account_id FROM account WHERE name = '"
            + mail.address(name)
            + "')");
  }

  int change(String sql) {
    return mail.server()
        .service(Database.class)
        .run(
            "a test",
            on -> {
              try (PreparedStatement update = on.prepareStatement(sql)) {
                return update.executeUpdate();
              }
            });
  }

  /** What a query says first. */
  String ask(String sql) {
    return mail.server()
        .service(Database.class)
        .run(
            "a test",
            on -> {
              try (PreparedStatement select = on.prepareStatement(sql);
                  var row = select.executeQuery()) {
                return row.next() ? row.getString(1) : "";
              }
            });
  }

  long bytesInUse(String name) throws SQLException {
    return Long.parseLong(
        ask("SELECT bytes FROM account WHERE name = '" + mail.address(name) + "'"));
  }

  @Override
  public void close() {
    door.close();
  }
}
