package org.godwit.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.BoundingBox;
import java.io.IOException;
import java.util.regex.Pattern;
import org.godwit.server.OneServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With a thumb, on a phone. */
@ExtendWith({OneServer.class, OneBrowser.class})
class PhoneTest {

  /** A finger that goes sideways over a row, as a screen tells of it. */
  private static final String SWIPE =
      """
      (row, by) => {
        const finger = x => [new Touch({ identifier: 1, target: row, clientX: 200 + x, clientY: 200 })]
        const tell = (type, touches) =>
          row.dispatchEvent(new TouchEvent(type, { bubbles: true, touches }))
        tell('touchstart', finger(0))
        const steps = [by / 4, by / 2, by].map(x => () => tell('touchmove', finger(x)))
        return steps
          .reduce((before, step) => before.then(() => new Promise(requestAnimationFrame)).then(step),
            Promise.resolve())
          .then(() => new Promise(requestAnimationFrame))
          .then(() => tell('touchend', []))
      }
      """;

  @BeforeAll
  static void waitLonger() {
    PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
  }

  private static Locator row(Page page, String subject) {
    return page.locator(".row-link[aria-label*='" + subject + "']");
  }

  private static Page signIn(OneServer mail, OneBrowser browser) throws IOException {
    new Letters(mail).text("Lunch");
    Page page = browser.visit(Look.PHONE).signIn(mail.address("alice"), OneServer.PASSWORD);
    assertThat(row(page, "Lunch")).isVisible();
    return page;
  }

  private static void swipe(Page page, String subject, int by) {
    row(page, subject).evaluate(SWIPE, by);
  }

  @Test
  void aRowSwipedToTheEndIsArchivedAndCanBeTakenBack(OneServer mail, OneBrowser browser)
      throws IOException {
    Page page = signIn(mail, browser);
    swipe(page, "Lunch", -160);
    assertThat(row(page, "Lunch")).hasCount(0);
    page.locator(".toast button", new Page.LocatorOptions().setHasText("Undo")).click();
    assertThat(row(page, "Lunch")).isVisible();
  }

  @Test
  void aRowSwipedToTheStartAsksUntilWhen(OneServer mail, OneBrowser browser) throws IOException {
    Page page = signIn(mail, browser);
    swipe(page, "Lunch", 160);
    page.locator("[role=menuitem]", new Page.LocatorOptions().setHasText("Tomorrow")).click();
    assertThat(row(page, "Lunch")).hasCount(0);
  }

  @Test
  void aSmallMoveDoesNothing(OneServer mail, OneBrowser browser) throws IOException {
    Page page = signIn(mail, browser);
    swipe(page, "Lunch", -60);
    assertThat(page.locator(".row").first())
        .hasAttribute("style", Pattern.compile("translateY\\(0px\\)"));
    assertThat(page.locator(".toast")).hasCount(0);
  }

  @Test
  void theBarAtTheFootGoesToPlacesAndOpensTheFolders(OneServer mail, OneBrowser browser)
      throws IOException {
    Page page = signIn(mail, browser);
    Locator bar = page.locator(".bottom-bar");
    bar.getByText("Contacts").click();
    assertThat(page.locator(".contacts")).isVisible();
    assertThat(bar.locator("[aria-current=page]")).hasText("Contacts");
    bar.getByText("Inbox").click();
    assertThat(row(page, "Lunch")).isVisible();
    bar.getByText("Folders").click();
    assertThat(page.locator(".sidebar a.folder").first()).isVisible();
  }

  @Test
  void theMenuOfABarIsOnTheScreen(OneServer mail, OneBrowser browser) throws IOException {
    Page page = signIn(mail, browser);
    row(page, "Lunch").click();
    assertThat(page.locator(".message.open")).isVisible();
    page.locator(".read-toolbar button[aria-label='Snooze']").click();
    BoundingBox menu = page.locator(".read-toolbar .menu-list").boundingBox();
    assertThat(menu.x).isGreaterThanOrEqualTo(0);
    assertThat(menu.x + menu.width).isLessThanOrEqualTo(Look.PHONE.width());
  }
}
