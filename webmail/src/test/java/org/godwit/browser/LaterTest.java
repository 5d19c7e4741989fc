package org.godwit.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.godwit.server.OneServer;
import org.godwit.store.snooze.Snoozes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mail that is wanted later, and conversations that are not wanted any more. */
@ExtendWith({OneServer.class, OneBrowser.class})
class LaterTest {

  @BeforeAll
  static void waitLonger() {
    PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
  }

  private static Locator row(Page page, String subject) {
    return page.locator(".row-link[aria-label*='" + subject + "']");
  }

  private static Locator item(Page page, String text) {
    return page.locator("[role=menuitem]", new Page.LocatorOptions().setHasText(text));
  }

  private static Locator folder(Page page, String name) {
    return page.locator(".sidebar a.folder", new Page.LocatorOptions().setHasText(name));
  }

  private static void monthsLater(OneServer mail) {
    mail.server().service(Snoozes.class).wake(Instant.now().plus(Duration.ofDays(60)));
  }

  @Test
  void mailIsPutOffByAKeyWaitsInItsFolderAndComesBackOnTopUnread(OneServer mail, OneBrowser browser)
      throws IOException {
    Letters letters = new Letters(mail);
    letters.text("Later");
    letters.text("Newer");
    Page page = browser.visit().signIn(mail.address("alice"), OneServer.PASSWORD);
    row(page, "Later").focus();
    page.keyboard().press("b");
    item(page, "Tomorrow").click();
    assertThat(row(page, "Later")).hasCount(0);
    assertThat(page.locator(".toast").first()).containsText("Snoozed until");
    folder(page, "Snoozed").click();
    assertThat(row(page, "comes back")).isVisible();
    folder(page, "Inbox").click();
    assertThat(row(page, "Newer")).isVisible();
    monthsLater(mail);
    assertThat(row(page, "Later")).isVisible(); // without a reload
    Locator first =
        page.locator(".row").filter(new Locator.FilterOptions().setHas(row(page, "Later")));
    assertThat(first).hasAttribute("style", java.util.regex.Pattern.compile("translateY\\(0px\\)"));
    assertThat(row(page, "Later").getAttribute("aria-label"))
        .startsWith("Unread")
        .contains("Back from snooze");
  }

  @Test
  void puttingOffCanBeTakenBackAndATimeOfOnesOwnChosen(OneServer mail, OneBrowser browser)
      throws IOException {
    new Letters(mail).text("Later");
    Page page = browser.visit().signIn(mail.address("alice"), OneServer.PASSWORD);
    row(page, "Later").click();
    assertThat(page.locator(".message.open")).isVisible();
    page.locator(".read-toolbar button[aria-label='Snooze']").click();
    item(page, "Choose a time").click();
    page.locator("dialog input[type=datetime-local]").fill("2031-05-01T08:00");
    page.locator("dialog button[type=submit]").click();
    assertThat(page.locator(".list-scroll .empty")).isVisible();
    page.locator(".toast button", new Page.LocatorOptions().setHasText("Undo")).click();
    assertThat(row(page, "Later")).isVisible();
    monthsLater(mail);
    assertThat(row(page, "Later")).hasCount(1);
  }

  @Test
  void answersInAMutedConversationSkipTheInbox(OneServer mail, OneBrowser browser)
      throws IOException {
    Letters letters = new Letters(mail);
    letters.text("Chatter", "Message-ID: <1@chat>");
    Page page = browser.visit().signIn(mail.address("alice"), OneServer.PASSWORD);
    row(page, "Chatter").focus();
    page.keyboard().press("m");
    assertThat(row(page, "Chatter")).hasCount(0);
    assertThat(page.locator(".toast").first()).containsText("Muted");
    folder(page, "Archive").click();
    assertThat(row(page, "Muted")).isVisible(); // the server knows of it
    letters.text("Re: Chatter", "Message-ID: <2@chat>", "In-Reply-To: <1@chat>");
    letters.text("Quiet now", "Message-ID: <3@chat>");
    assertThat(page.locator(".row-count")).hasText("2");
    folder(page, "Inbox").click();
    assertThat(row(page, "Quiet now")).isVisible();
    assertThat(row(page, "Chatter")).hasCount(0);
  }
}
