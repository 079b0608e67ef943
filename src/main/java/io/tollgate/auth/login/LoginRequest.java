package io.tollgate.auth.login;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/** Name and password. {@code email} takes a username as well: what has no at sign is one. */
record LoginRequest(
        @Schema(example = "ada@example.com", description = "E-mail address or username")
        @Nullable @Pattern(regexp = TEXT, message = "value is not a valid email address") String email,

        @Schema(example = "ada", description = "Instead of email")
        @Nullable @Pattern(regexp = TEXT, message = "value is not a valid username") String username,

        @Schema(example = "a sentence nobody else says") @NotNull String password) {

    /** No control characters: PostgreSQL stores none of them, and no name has one. */
    private static final String TEXT = "\\P{Cntrl}{1,254}";

    @AssertTrue(message = "Field required") @Schema(hidden = true)
    boolean isEmail() {
        return email != null || username != null;
    }

    String identifier() {
        String given = email == null ? username : email;
        return given == null ? "" : given.strip();
    }

    @Override
    public String toString() {
        return "LoginRequest[]";
    }
}
