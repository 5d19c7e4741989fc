package org.godwit.admin.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.godwit.server.OneServer;
import org.godwit.store.account.WebSessions;
import org.godwit.store.account.WebSessions.Shown;
import org.godwit.store.mailbox.AccountIds;
import org.godwit.web.WebDoor;

/** A browser that is signed in, as the API of administration sees it. */
final class AdminBrowser {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final WebDoor door;
  private final String cookie;

  AdminBrowser(WebDoor door, OneServer mail, String name, Shown shown) {
    this.door = door;
    mail.server().service(AccountIds.class).of(name);
    this.cookie =
        "__Host-godwit="
            + mail.server()
                .service(WebSessions.class)
                .begin(
                    new WebSessions.Begin(
                        name, shown, false, "test", InetAddress.getLoopbackAddress()))
                .orElseThrow();
  }

  HttpResponse<String> get(String path) throws Exception {
    return door.send(request(path));
  }

  HttpResponse<String> post(String path, String json) throws Exception {
    return post(path, "application/json", json);
  }

  HttpResponse<String> post(String path, String type, String content) throws Exception {
    return door.send(
        request(path).header("Content-Type", type).POST(BodyPublishers.ofString(content)));
  }

  /** With the cookie, from a page of ours. */
  HttpRequest.Builder request(String path) {
    return bare(path).header("Sec-Fetch-Site", "same-origin");
  }

  /** With the cookie alone. */
  HttpRequest.Builder bare(String path) {
    return door.request(ApiHandler.PATH + path).header("Cookie", cookie);
  }

  static JsonNode json(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body());
  }
}
