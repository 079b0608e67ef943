package io.tollgate.auth.mfa;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.user.PersonalData;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;

/** Which second factors the user has, and since when; never what they are. Passkeys have a section of their own. */
@Repository
class MfaData implements PersonalData {

    private final DatabaseClient db;

    MfaData(DatabaseClient db) {
        this.db = db;
    }

    /**
     * One factor.
     *
     * @param confirmedAt null for an authenticator app that was offered and never confirmed
     * @param left how many recovery codes are unused; null for the app
     */
    record Line(
            String method,
            Instant createdAt,
            @Nullable Instant confirmedAt,
            @Nullable Long left) {}

    @Override
    public String section() {
        return "second_factors";
    }

    @Override
    public Flux<?> of(UUID userId) {
        return db.sql("""
                        select 'totp' as method, created_at, confirmed_at, null::bigint as unused
                        from totp where user_id = :userId
                        union all
                        select 'recovery_code', min(created_at), min(created_at), count(*) filter (where used_at is null)
                        from recovery_codes where user_id = :userId having count(*) > 0
                        """).bind("userId", userId).map(MfaData::toLine).all();
    }

    private static Line toLine(Readable row) {
        OffsetDateTime confirmed = row.get("confirmed_at", OffsetDateTime.class);
        return new Line(
                Columns.required(row, "method", String.class),
                Columns.time(row, "created_at"),
                confirmed == null ? null : confirmed.toInstant(),
                row.get("unused", Long.class));
    }
}
