/** The program's door: {@code main}, and nothing else. */
package org.godwit;
