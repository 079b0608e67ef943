package io.tollgate.auth.token;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** Body of {@code POST /admin/signing-keys/{kid}/retire}. */
record RetireKey(
        @Schema(description = "For the audit log", example = "Found in a backup")
        @NotNull @Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]{1,500}", message = "Must be 1 to 500 printable characters") String reason) {}
