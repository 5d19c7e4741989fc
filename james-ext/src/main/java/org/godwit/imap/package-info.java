/** What James's IMAP lacks or does wrong, replaced through its extension points. */
package org.godwit.imap;
