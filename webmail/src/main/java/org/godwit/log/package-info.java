/**
 * How events become lines on standard output.
 *
 * <p><b>Lives here:</b> the two forms of a line, and which parts of the program are heard.
 *
 * <p><b>Always true:</b> one event is one line, whatever is in it; what the thread works on (its
 * session, its mail, its user) stands at the end of the line.
 */
package org.godwit.log;
