/**
 * Makes hostile HTML harmless.
 *
 * <p><b>Lives here:</b> what HTML and CSS of a stranger may contain, and the writing of it.
 *
 * <p><b>Stays out:</b> HTTP, messages, people: text goes in, text comes out.
 *
 * <p><b>Always true:</b> nothing is copied: what comes out is written anew from a list of what is
 * allowed, so that a browser finds no element, attribute, property or address in it that is not on
 * the list, however it reads it. The work grows with the length of the text, not faster.
 */
package org.godwit.mailview.clean;
