package io.tollgate.auth.token;

import io.r2dbc.spi.Readable;
import io.tollgate.auth.session.Session;
import io.tollgate.platform.db.Columns;
import io.tollgate.user.UserRepository;
import java.util.List;
import java.util.UUID;

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
        return new FamilyLock(UserRepository.toUser(row), session(row), Columns.required(row, "ended", Boolean.class));
    }

    /** Of the token's own columns and {@code child_*}. */
    static RefreshTokenState state(Readable row, Session session) {
        RefreshToken child = row.get("child_id", UUID.class) == null ? null : requiredChild(row, session);
        return new RefreshTokenState(
                new RefreshToken(
                        Columns.required(row, "id", UUID.class),
                        session.id(),
                        session.userId(),
                        Columns.required(row, "generation", Integer.class),
                        Columns.time(row, "issued_at"),
                        Columns.time(row, "expires_at")),
                Columns.timeOrNull(row, "used_at"),
                Columns.timeOrNull(row, "handed_out_at"),
                Columns.required(row, "second_child", Boolean.class),
                Columns.timeOrNull(row, "invalidated_at") != null,
                child,
                Columns.timeOrNull(row, "child_used_at") != null);
    }

    private static Session session(Readable row) {
        return new Session(
                Columns.required(row, "session_id", UUID.class),
                Columns.required(row, "id", UUID.class),
                Columns.time(row, "session_authenticated_at"),
                List.of(Columns.required(row, "session_methods", String[].class)),
                Columns.time(row, "session_created_at"),
                Columns.time(row, "session_expires_at"));
    }

    private static RefreshToken requiredChild(Readable row, Session session) {
        return new RefreshToken(
                Columns.required(row, "child_id", UUID.class),
                session.id(),
                session.userId(),
                Columns.required(row, "child_generation", Integer.class),
                Columns.time(row, "child_issued_at"),
                Columns.time(row, "child_expires_at"));
    }
}
