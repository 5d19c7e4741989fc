package org.godwit.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.godwit.server.ImapTalk;
import org.godwit.server.OneServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mailboxes of a hundred thousand, changes of thousands, conversations of hundreds. */
@ExtendWith({OneServer.class, OneBrowser.class})
class LongMailboxTest {
  private static final int ROWS = 80;
  private static final String API = "**/jmap/api";

  @BeforeAll
  static void waitLonger() {
    PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
  }

  private static Locator row(Page page, int number) {
    return page.locator(".row[aria-posinset='" + number + "'] .row-link");
  }

  private static Locator button(Page page, String place, String name) {
    return page.locator(place + " button", new Page.LocatorOptions().setHasText(name));
  }

  /** Requests for a part of a list, one line each; what only looks for news is none. */
  private static List<String> asked(Page page) {
    List<String> asked = new ArrayList<>();
    page.onRequest(
        request -> {
          String body = request.postData();
          if (body != null && body.contains("\"Email/query\"")) {
            asked.add(body);
          }
        });
    return asked;
  }

  private static void scroll(Page page, String to) {
    page.evaluate("const pane = document.querySelector('.list-scroll'); pane.scrollTop = " + to);
  }

  @Test
  void aMailboxOfAHundredThousandIsWalkedThroughWithFewRowsAndRequests(
      OneServer mail, OneBrowser browser) throws IOException {
    new Letters(mail).text("Lunch");
    new Copies(mail).apart("alice", 99_999);
    Visit visit = browser.visit();
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    List<String> asked = asked(page);
    visit.go("/mail/inbox");
    assertThat(row(page, 1)).isVisible();
    assertThat(page.locator(".list-total")).hasText("100,000");
    assertThat(asked).as("the beginning").hasSize(1);

    asked.clear();
    scroll(page, "pane.scrollHeight");
    assertThat(row(page, 100_000)).isVisible();
    assertThat(asked).as("the end").hasSize(1);
    assertThat(page.locator(".row").count()).isLessThanOrEqualTo(ROWS);

    AtomicReference<Route> held = new AtomicReference<>();
    page.route(
        API,
        route -> {
          if (route.request().postData().contains("\"Email/query\"")) {
            hold(route, held);
          } else {
            route.resume();
          }
        });
    asked.clear();
    scroll(page, "4000000");
    page.waitForCondition(() -> held.get() != null);
    for (int to = 4_100_000; to < 6_000_000; to += 100_000) { // the hand that drags is faster
      scroll(page, Integer.toString(to));
      page.evaluate("() => new Promise(requestAnimationFrame)");
    }
    scroll(page, "6000000");
    held.get().resume();
    assertThat(row(page, 75_001)).isVisible();
    assertThat(asked).as("where it began and where it ended").hasSizeLessThan(5);
    assertThat(page.locator(".row").count()).isLessThanOrEqualTo(ROWS);
  }

  private static void hold(Route route, AtomicReference<Route> held) {
    if (!held.compareAndSet(null, route)) {
      route.resume();
    }
  }

  @Test
  void thousandsAreArchivedThroughABrokenConnectionAndComeBack(OneServer mail, OneBrowser browser)
      throws IOException {
    new Letters(mail).text("Lunch");
    new Copies(mail).apart("alice", 1_344);
    Visit visit = browser.visit();
    visit.forgive("ERR_INTERNET_DISCONNECTED");
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    AtomicInteger sets = new AtomicInteger();
    page.route(
        API,
        route -> {
          String body = route.request().postData();
          if (body.contains("Email/set") && sets.incrementAndGet() == 2) {
            route.abort("internetdisconnected");
          } else {
            route.resume();
          }
        });
    page.locator(".choose-all input").click();
    page.getByText("Choose all 1,345 conversations").click();
    button(page, ".everything", "Archive").click();
    assertThat(page.locator(".everything progress")).isVisible();
    assertThat(page.locator(".list-scroll .empty")).isVisible();
    assertThat(sets.get()).as("three steps, and one of them twice").isEqualTo(4);
    try (ImapTalk phone = mail.imap("alice")) {
      assertThat(phone.ok("STATUS Archive (MESSAGES)").toString()).contains("MESSAGES 1345");
    }
    button(page, ".toast", "Undo").click();
    assertThat(page.locator(".list-total")).hasText("1,345");
    assertThat(row(page, 1)).isVisible();
  }

  @Test
  void whatIsStoppedInTheMiddleIsTakenBackAsFarAsItCame(OneServer mail, OneBrowser browser)
      throws IOException {
    new Letters(mail).text("Lunch");
    new Copies(mail).apart("alice", 1_344);
    Page page = browser.visit().signIn(mail.address("alice"), OneServer.PASSWORD);
    AtomicReference<Route> held = new AtomicReference<>();
    page.route(
        API,
        route -> {
          if (route.request().postData().contains("Email/set")) {
            hold(route, held);
          } else {
            route.resume();
          }
        });
    page.locator(".choose-all input").click();
    page.getByText("Choose all 1,345 conversations").click();
    button(page, ".everything", "Archive").click();
    page.waitForCondition(() -> held.get() != null);
    button(page, ".everything", "Stop").click();
    held.get().resume();
    assertThat(page.locator(".toast")).containsText("500 conversations archived");
    assertThat(page.locator(".list-total")).hasText("845");
    button(page, ".toast", "Undo").click();
    assertThat(page.locator(".list-total")).hasText("1,345");
  }

  @Test
  void aConversationOfTwoHundredOpensWithItsLastAndIsReadAsAWhole(
      OneServer mail, OneBrowser browser) throws IOException {
    new Letters(mail).text("Lunch");
    new Copies(mail).together("alice", 199);
    Visit visit = browser.visit();
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    assertThat(page.locator(".row-count")).hasText("200");
    row(page, 1).click();
    assertThat(page.locator(".message.open").last()).containsText("Shall we meet at noon?");
    assertThat(page.locator(".message.open")).hasCount(20);
    assertThat(page.locator(".row.unread")).hasCount(0);
    try (ImapTalk phone = mail.imap("alice")) {
      page.waitForCondition(() -> unseen(phone) == 0);
    }
    page.locator(".unfold").click();
    assertThat(page.locator(".message")).hasCount(200);
  }

  private static int unseen(ImapTalk phone) {
    try {
      String told = phone.ok("STATUS INBOX (UNSEEN)").toString();
      return Integer.parseInt(told.replaceAll("(?s).*UNSEEN (\\d+)\\).*", "$1"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
