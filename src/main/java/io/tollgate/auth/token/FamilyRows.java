package io.tollgate.auth.token;

import io.r2dbc.spi.Readable;
import io.tollgate.auth.session.Session;
import io.tollgate.user.UserRepository;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of the queries over users, sessions and refresh tokens. */
final class FamilyRows {

    private FamilyRows() {}

    /** Of {@code u.*}, {@code session_*} and the newly made {@code child_*}. */
    static Family family(Readable row) {
        Session session = session(row);
        return new Family(UserRepository.toUser(row), session, requiredChild(row, session));
    }

    /** Of {@code u.*}, {@code session_*} and {@code ended}. */
    static FamilyLock lock(Readable row) {
        return new FamilyLock(UserRepository.toUser(row), session(row), required(row, "ended", Boolean.class));
    }

    /** Of the token's own columns and {@code child_*}. */
    static RefreshTokenState state(Readable row, Session session) {
        RefreshToken child = row.get("child_id", UUID.class) == null ? null : requiredChild(row, session);
        return new RefreshTokenState(
                new RefreshToken(
                        required(row, "id", UUID.class),
                        session.id(),
                        session.userId(),
                        required(row, "generation", Integer.class),
                        instant(row, "issued_at"),
                        instant(row, "expires_at")),
                nullable(row, "used_at"),
                nullable(row, "handed_out_at"),
                required(row, "second_child", Boolean.class),
                nullable(row, "invalidated_at") != null,
                child,
                nullable(row, "child_used_at") != null);
    }

    private static Session session(Readable row) {
        return new Session(
                required(row, "session_id", UUID.class),
                required(row, "id", UUID.class),
                instant(row, "session_authenticated_at"),
                List.of(required(row, "session_methods", String[].class)),
                instant(row, "session_created_at"),
                instant(row, "session_expires_at"));
    }

    private static RefreshToken requiredChild(Readable row, Session session) {
        return new RefreshToken(
                required(row, "child_id", UUID.class),
                session.id(),
                session.userId(),
                required(row, "child_generation", Integer.class),
                instant(row, "child_issued_at"),
                instant(row, "child_expires_at"));
    }

    private static Instant instant(Readable row, String column) {
        return required(row, column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant nullable(Readable row, String column) {
        OffsetDateTime value = row.get(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
