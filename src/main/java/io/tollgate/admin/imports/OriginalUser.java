package io.tollgate.admin.imports;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A row of the original system's {@code users}, as it stands there.
 *
 * @param password its argon2id hash by passlib; null for who came by Google or GitHub
 * @param provider the enum's name: LOCAL, GOOGLE, GITHUB
 * @param firstOfEmail false when an older user has the same address in another spelling
 * @param firstOfUsername false when an older user has the same name in another spelling
 */
record OriginalUser(
        UUID id,
        String email,
        String username,
        @Nullable String password,
        boolean admin,
        boolean active,
        boolean verified,
        @Nullable String stripeCustomerId,
        String provider,
        Instant createdAt,
        @Nullable String firstName,
        @Nullable String lastName,
        boolean firstOfEmail,
        boolean firstOfUsername) {

    /** Columns that a version of the original system did not have are taken for empty. */
    static OriginalUser of(JsonNode row, boolean firstOfEmail, boolean firstOfUsername) {
        return new OriginalUser(
                UUID.fromString(row.path("id").asString()),
                row.path("email").asString(""),
                row.path("username").asString(""),
                text(row, "password"),
                row.path("is_admin").asBoolean(false),
                row.path("is_active").asBoolean(true),
                row.path("is_verified").asBoolean(false),
                text(row, "stripe_customer_id"),
                row.path("provider").asString("LOCAL"),
                time(row.path("created_at").asString("")),
                text(row.path("profile"), "first_name"),
                text(row.path("profile"), "last_name"),
                firstOfEmail,
                firstOfUsername);
    }

    private static @Nullable String text(JsonNode row, String column) {
        String value = row.path(column).asString("");
        return value.isBlank() ? null : value.strip();
    }

    /** The original system keeps UTC, in columns with or without a zone. */
    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            return text.isEmpty() ? Instant.EPOCH : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        }
    }

    @Override
    public String toString() {
        return "OriginalUser[" + id + "]";
    }
}
