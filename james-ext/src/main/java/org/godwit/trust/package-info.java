/** Keys, certificates and passwords, with Bouncy Castle. */
package org.godwit.trust;
