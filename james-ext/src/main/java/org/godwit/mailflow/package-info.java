/**
 * What happens to a message between its door and its mailbox or the next server: mailets, matchers,
 * SMTP hooks, queue workers, remote delivery.
 */
package org.godwit.mailflow;
