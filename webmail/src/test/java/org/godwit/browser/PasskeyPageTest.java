package org.godwit.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import org.godwit.server.OneServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Passkeys as people meet them: a browser with an authenticator of its own. */
@ExtendWith({OneServer.class, OneBrowser.class})
class PasskeyPageTest {

  /** What unlocks it, somebody present can show; or not. */
  private static CDPSession authenticator(Page page, boolean unlocks) {
    CDPSession tools = page.context().newCDPSession(page);
    tools.send("WebAuthn.enable");
    JsonObject wanted =
        JsonParser.parseString(
                """
                {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
                 "hasUserVerification": true, "automaticPresenceSimulation": true,
                 "isUserVerified": %s}}
                """
                    .formatted(unlocks))
            .getAsJsonObject();
    tools.send("WebAuthn.addVirtualAuthenticator", wanted);
    return tools;
  }

  private static void add(Visit visit, String label) {
    Page page = visit.go("/login/passkey/settings");
    page.getByLabel("Name of a new passkey").fill(label);
    page.getByLabel("Password").fill(OneServer.PASSWORD);
    page.getByText("Add a passkey").click();
  }

  @Test
  void somebodyMakesAPasskeySignsInWithItAndRemovesIt(OneServer mail, OneBrowser browser) {
    Visit visit = browser.visit();
    Page page = visit.signIn(mail.address("passkey"), OneServer.PASSWORD);
    authenticator(page, true);
    add(visit, "This laptop");
    page.locator("#passkeys li").waitFor();
    assertThat(Axe.violations(page)).isEmpty();

    visit.context().clearCookies();
    visit.go("/login");
    assertThat(Axe.violations(page)).isEmpty();
    page.getByText("Sign in with a passkey").click();
    page.waitForURL(url -> !url.contains("/login"));

    visit.go("/login/passkey/settings");
    page.getByText("Last used").waitFor();
    page.getByLabel("Remove This laptop").click();
    page.locator("#passkeys li")
        .first()
        .waitFor(
            new com.microsoft.playwright.Locator.WaitForOptions()
                .setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
  }

  @Test
  void oneDeviceHasOnePasskeyOfAnAccount(OneServer mail, OneBrowser browser) {
    Visit visit = browser.visit();
    Page page = visit.signIn(mail.address("passkeytwice"), OneServer.PASSWORD);
    authenticator(page, true);
    add(visit, "First");
    page.locator("#passkeys li").waitFor();
    add(visit, "Second");
    page.getByText("This device has a passkey of yours already.").waitFor();
  }

  @Test
  void whoCannotUnlockTheDeviceMakesNone(OneServer mail, OneBrowser browser) {
    Visit visit = browser.visit();
    Page page = visit.signIn(mail.address("passkeylocked"), OneServer.PASSWORD);
    authenticator(page, false);
    add(visit, "Not mine");
    page.getByText("No passkey was used.").waitFor();
    assertThat(page.locator("#passkeys li").count()).isZero();
  }

  @Test
  void aPasskeyIsMadeAndRemovedInTheSettings(OneServer mail, OneBrowser browser) {
    Visit visit = browser.visit();
    Page page = visit.signIn(mail.address("passkeyclient"), OneServer.PASSWORD);
    authenticator(page, true);
    visit.go("/settings/security");
    page.getByText("Add a passkey").click();
    page.getByLabel("Name of the passkey").fill("This laptop");
    page.getByLabel("Your password").fill(OneServer.PASSWORD);
    page.locator("dialog button[type=submit]").click();
    page.locator(".rows li", new Page.LocatorOptions().setHasText("This laptop")).waitFor();
    assertThat(Axe.violations(page)).isEmpty();

    visit.context().clearCookies();
    visit.go("/login");
    page.getByText("Sign in with a passkey").click();
    page.waitForURL(url -> !url.contains("/login"));

    visit.go("/settings/security");
    page.getByLabel("End This laptop").click();
    page.locator(".rows li", new Page.LocatorOptions().setHasText("This laptop"))
        .waitFor(
            new com.microsoft.playwright.Locator.WaitForOptions()
                .setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
  }
}
