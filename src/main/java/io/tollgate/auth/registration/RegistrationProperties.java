package io.tollgate.auth.registration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What strangers may learn.
 *
 * @param revealExistingAccounts true: registering a known address is answered 400, as in the original system. False: the answer is
 *     the same as for a new one, and the owner gets a mail
 */
@ConfigurationProperties("tollgate.auth")
record RegistrationProperties(@DefaultValue("false") boolean revealExistingAccounts) {}
