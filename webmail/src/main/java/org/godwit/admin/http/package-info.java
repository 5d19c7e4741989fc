/**
 * Administration over HTTPS: the API below {@code /admin/api}, its documentation, and the pages.
 *
 * <p><b>Lives here:</b> who asks (a browser's session), how operations are asked for in HTTP, what
 * OpenAPI says of them.
 *
 * <p><b>Stays out:</b> what operations do and who may call them ({@code org.godwit.admin}).
 *
 * <p><b>Always true:</b> nothing is answered to whoever shows less than two factors; a page of
 * another site can ask for nothing; how often somebody asks is limited.
 */
package org.godwit.admin.http;
