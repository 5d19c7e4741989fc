package org.godwit.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What JMAP clients ask for most, in one large mailbox; the same bytes to every server. */
final class JmapWork {

  private static final String LIST =
      """
      ["Email/query", {"accountId": "$A", "filter": {%s}, "limit": 50,
        "sort": [{"property": "receivedAt", "isAscending": false}]}, "q"],
      ["Email/get", {"accountId": "$A", "properties": ["threadId", "mailboxIds", "keywords", "from",
        "subject", "receivedAt", "size", "preview", "hasAttachment"],
        "#ids": {"resultOf": "q", "name": "Email/query", "path": "/ids"}}, "g"]
      """;

  private static final int TRIES = 40;

  /** One request, a little different each time. */
  @FunctionalInterface
  interface Request {
    void run(int turn) throws IOException;
  }

  /** A request with the name that the table has for it. */
  record Named(String name, Request request) {}

  private final JmapClient client;
  private final String in;
  private final List<String> ids = new ArrayList<>();
  private final String state;

  /** Looks which mailbox is the inbox, and what is on its first page. */
  JmapWork(JmapClient client) throws IOException {
    this.client = client;
    String inbox =
        client
            .run(
                "[\"Mailbox/query\", {\"accountId\": \"$A\", \"filter\": {\"role\": \"inbox\"}}, \"m\"]")
            .at("/0/1/ids/0")
            .textValue();
    in = "\"inMailbox\": \"" + inbox + "\"";
    JsonNode page = client.run(LIST.formatted(in));
    page.at("/0/1/ids").forEach(id -> ids.add(id.textValue()));
    state = page.at("/1/1/state").textValue();
  }

  /** In this order; the last one changes something. */
  List<Named> all() {
    return List.of(
        new Named(
            "all mailboxes",
            turn -> client.run("[\"Mailbox/get\", {\"accountId\": \"$A\"}, \"m\"]")),
        new Named("list of 50 by date", turn -> list()),
        new Named("text search, 50 results", this::search),
        new Named("one mail with its text", this::read),
        new Named("a refresh, nothing new", turn -> refresh()),
        new Named("a flag", this::flag));
  }

  /** Waits until searches are answered: an index of a large mailbox takes a while. */
  void awaitIndex() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      try {
        search(i);
        return;
      } catch (IOException e) {
        System.err.println("the search index is not there yet"); // and it is asked again
      }
    }
    throw new IOException("searches are not answered");
  }

  private void list() throws IOException {
    if (client.run(LIST.formatted(in)).at("/1/1/list").size() != ids.size()) {
      throw new IOException("the list is not whole");
    }
  }

  /** Each time another word, of those that the messages are made of. */
  private void search(int turn) throws IOException {
    String found = in + ", \"text\": \"" + SampleMail.commonWord(turn) + "\"";
    if (client.run(LIST.formatted(found)).at("/1/1/list").isEmpty()) {
      throw new IOException(SampleMail.commonWord(turn) + " is not found");
    }
  }

  private void read(int turn) throws IOException {
    client.run(
        """
        ["Email/get", {"accountId": "$A", "ids": ["%s"], "fetchTextBodyValues": true, "properties":
          ["from", "to", "cc", "subject", "receivedAt", "textBody", "attachments", "bodyValues"]}, "g"]
        """
            .formatted(ids.get(turn % ids.size())));
  }

  private void refresh() throws IOException {
    client.run(
        """
        ["Mailbox/changes", {"accountId": "$A", "sinceState": "%1$s"}, "m"],
        ["Email/changes", {"accountId": "$A", "sinceState": "%1$s"}, "e"]
        """
            .formatted(state));
  }

  /** Sets it on one message after the other, and then takes it off. */
  void flag(int turn) throws IOException {
    JsonNode answer =
        client.run(
            """
            ["Email/set", {"accountId": "$A", "update": {"%s": {"keywords/$flagged": %s}}}, "s"]
            """
                .formatted(
                    ids.get(turn % ids.size()), turn / ids.size() % 2 == 0 ? "true" : "null"));
    if (answer.at("/0/1/updated").isEmpty()) {
      throw new IOException("no flag was set: " + answer);
    }
  }
}
