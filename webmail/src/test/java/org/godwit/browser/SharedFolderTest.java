package org.godwit.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import org.godwit.server.OneServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People show each other their folders. */
@ExtendWith({OneServer.class, OneBrowser.class})
class SharedFolderTest {

  @BeforeAll
  static void waitLonger() {
    PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
  }

  private static Locator row(Page page, String subject) {
    return page.locator(".row-link[aria-label*='" + subject + "']");
  }

  private static Locator section(Page page, String owner) {
    return page.locator(".sidebar-head h2", new Page.LocatorOptions().setHasText(owner));
  }

  @Test
  void aSharedFolderIsReadAndAnsweredByTheOtherUntilItIsTakenBack(
      OneServer mail, OneBrowser browser) throws IOException {
    new Letters(mail).text("Plans");
    String owner = mail.address("alice");
    Page alice = browser.visit().signIn(owner, OneServer.PASSWORD);
    Page bob = browser.visit().signIn(mail.address("bob"), OneServer.PASSWORD);
    assertThat(bob.locator(".list-scroll .empty")).isVisible();
    assertThat(row(alice, "Plans")).isVisible();

    alice.locator("button[aria-label='Share this folder']").click();
    assertThat(alice.locator("dialog")).containsText("Nobody else sees this folder.");
    alice.locator("dialog input").fill(mail.address("bob"));
    alice.locator("dialog button[type=submit]").click();
    assertThat(alice.locator(".shares li")).containsText(mail.address("bob"));

    assertThat(section(bob, owner)).isVisible(); // without a reload
    bob.locator(".sidebar ul:last-child a.folder").click();
    assertThat(row(bob, "Plans")).isVisible();
    row(bob, "Plans").click();
    assertThat(bob.locator(".message.open")).isVisible();
    bob.reload();
    assertThat(bob.locator(".read-subject")).containsText("Plans");
    bob.locator(".answer-buttons button").first().click();
    assertThat(bob.locator(".composer .editor")).containsText("Shall we meet at noon?");
    bob.locator(".composer button[aria-label='Throw the draft away']").click();

    alice.locator(".shares button").click();
    assertThat(alice.locator("dialog")).containsText("Nobody else sees this folder.");
    assertThat(section(bob, owner)).hasCount(0);
  }

  private static Locator named(Page page, String place, String name) {
    return page.locator(place + " button[aria-label='" + name + "']");
  }

  @Test
  void whatARightIsMissingForIsNotOffered(OneServer mail, OneBrowser browser) throws IOException {
    new Letters(mail).text("Plans");
    Page alice = browser.visit().signIn(mail.address("alice"), OneServer.PASSWORD);
    Page bob = browser.visit().signIn(mail.address("bob"), OneServer.PASSWORD);
    assertThat(row(alice, "Plans")).isVisible();
    alice.locator("button[aria-label='Share this folder']").click();
    alice.locator("dialog input").fill(mail.address("bob"));
    alice.locator("dialog button[type=submit]").click(); // may read, and mark as read
    assertThat(alice.locator(".shares li")).containsText(mail.address("bob"));

    bob.locator(".sidebar ul:last-child a.folder").click();
    row(bob, "Plans").click();
    assertThat(bob.locator(".message.open")).isVisible();
    assertThat(named(bob, ".read-toolbar", "Mark as unread")).isVisible();
    for (String missing :
        new String[] {"Archive", "Delete", "Report as spam", "Move to", "Labels"}) {
      assertThat(named(bob, ".read-toolbar", missing)).hasCount(0);
    }
    assertThat(named(bob, ".message.open", "Star")).hasCount(0);
    bob.keyboard().press("e");
    bob.keyboard().press("s");
    assertThat(row(bob, "Plans")).hasCount(1);
    assertThat(bob.locator(".toast")).hasCount(0);

    alice.locator(".shares select").selectOption("write");
    assertThat(named(bob, ".message.open", "Star")).isVisible();
  }

  @Test
  void aFolderIsMadeInsideOfOneThatIsSharedSo(OneServer mail, OneBrowser browser)
      throws IOException {
    new Letters(mail).text("Plans");
    String owner = mail.address("alice");
    Page alice = browser.visit().signIn(owner, OneServer.PASSWORD);
    Page bob = browser.visit().signIn(mail.address("bob"), OneServer.PASSWORD);
    assertThat(row(alice, "Plans")).isVisible();
    alice.locator("button[aria-label='Share this folder']").click();
    alice.locator("dialog input").fill(mail.address("bob"));
    alice.locator("dialog button[type=submit]").click();
    assertThat(section(bob, owner)).isVisible();
    assertThat(named(bob, ".sidebar-head", "New folder at " + owner)).hasCount(0);
    alice.locator(".shares select").selectOption("folders");
    assertThat(alice.locator(".shares select")).hasValue("folders");

    named(bob, ".sidebar-head", "New folder at " + owner).click();
    bob.getByLabel("Name of the folder").fill("Trips");
    assertThat(bob.getByLabel("Inside of").locator("option")).hasText("Inbox");
    bob.keyboard().press("Enter");
    Locator made = bob.locator(".sidebar ul:last-child a.folder", having("Trips"));
    assertThat(made).isVisible();
    made.click();
    assertThat(bob.locator(".list-scroll .empty")).isVisible();
    assertThat(alice.locator(".sidebar a.folder", having("Trips"))).isVisible(); // without a reload
  }

  private static Page.LocatorOptions having(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }
}
