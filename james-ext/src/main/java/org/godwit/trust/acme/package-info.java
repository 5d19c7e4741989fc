/**
 * Certificates from an authority that speaks ACME (RFC 8555), ordered and renewed by ourselves.
 *
 * <p><b>Lives here:</b> one order from account to certificate, how it is proven that a name is
 * ours, what is looked at before a certificate is shown, and when the next one is ordered. <b>Stays
 * out:</b> where keys, certificates and answers are kept ({@link org.godwit.trust.acme.AcmeVault},
 * which the store is), which names are wanted, and the doors at which the authority asks.
 *
 * <p><b>Always true:</b> one node orders at a time; an order ends after {@code
 * CertificateOrders.PATIENCE}, whatever the authority does; a certificate that fails a check of
 * {@link org.godwit.trust.acme.IssuedCertificate#checked} is never kept and never shown; no door
 * waits for any of this.
 */
package org.godwit.trust.acme;
