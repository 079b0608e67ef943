package io.tollgate.auth.passkey;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** What the user calls a passkey, as sent. */
record PasskeyName(
        @Schema(example = "Laptop")
        @NotBlank(message = "Field required") @Size(max = PasskeyName.MAX_LENGTH) @Pattern(regexp = PasskeyName.PRINTABLE, message = PasskeyName.MESSAGE) String name) {

    static final int MAX_LENGTH = 64;

    /** No control characters, and none that turn the direction of the text round them. */
    static final String PRINTABLE = "[^\\p{Cntrl}\\u2028-\\u202E\\u2066-\\u2069]*";

    static final String MESSAGE = "One line without control characters";
}
