package io.tollgate.auth.registration;

import io.tollgate.user.EmailAddress;
import jakarta.validation.constraints.AssertTrue;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** The first administrator; empty makes none. */
@Validated
@ConfigurationProperties("tollgate.auth.first-admin")
record FirstAdminProperties(
        @DefaultValue("") String email, @DefaultValue("") String password) {

    boolean wanted() {
        return !email.isBlank();
    }

    @AssertTrue(message = "TOLLGATE_ADMIN_EMAIL and TOLLGATE_ADMIN_PASSWORD must be set together") boolean isComplete() {
        return email.isBlank() == password.isBlank();
    }

    @AssertTrue(message = "TOLLGATE_ADMIN_EMAIL is not an e-mail address") boolean isAddress() {
        return email.isBlank() || email.strip().matches(EmailAddress.PATTERN);
    }

    @Override
    public String toString() {
        return "FirstAdminProperties[]";
    }
}
