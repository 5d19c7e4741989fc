/**
 * Goes to other servers for readers, who stay unknown to them: for pictures, and to leave lists.
 *
 * <p><b>Lives here:</b> {@code /mail-image}: which addresses may be asked, the asking, what is
 * taken for a picture, what is kept of it on disk, and the word that ends a list's mail.
 *
 * <p><b>Stays out:</b> mails and HTML.
 *
 * <p><b>Always true:</b> a stranger who writes addresses into a mail reaches no machine through us
 * that the whole world does not reach: a name is looked up once, all its addresses are judged, and
 * one of those is what is connected to, at each redirect anew.
 */
package org.godwit.mailview.image;
