package io.tollgate.auth.login;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom a password lets in.
 *
 * @param unverifiedLogin true: also who has not proven the address, as in the original system. Then whoever registers an address and
 *     logs in learns whether it had an account before; false answers such a login like a wrong password
 */
@ConfigurationProperties("tollgate.auth")
record LoginProperties(@DefaultValue("true") boolean unverifiedLogin) {}
