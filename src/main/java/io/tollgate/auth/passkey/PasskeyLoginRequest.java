package io.tollgate.auth.passkey;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/** Who wants to log in, as far as that is known: with neither, the passkey tells. */
record PasskeyLoginRequest(
        @Schema(example = "ada@example.com")
        @Nullable @Pattern(regexp = TEXT, message = "value is not a valid email address") String email,

        @Schema(example = "ada", description = "Instead of email")
        @Nullable @Pattern(regexp = TEXT, message = "value is not a valid username") String username) {

    static final PasskeyLoginRequest ANYBODY = new PasskeyLoginRequest(null, null);

    private static final String TEXT = "\\P{Cntrl}{1,254}";

    @Nullable String identifier() {
        String given = email == null ? username : email;
        return given == null ? null : given.strip();
    }

    @Override
    public String toString() {
        return "PasskeyLoginRequest[]";
    }
}
