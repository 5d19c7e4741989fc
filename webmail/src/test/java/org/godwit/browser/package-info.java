/**
 * Tests that look at us with a browser.
 *
 * <p><b>Lives here:</b> {@code OneBrowser}, which they all use, and what people do, one sentence a
 * test. Whatever is only a question of HTTP is tested without a browser, in the room that answers.
 */
package org.godwit.browser;
