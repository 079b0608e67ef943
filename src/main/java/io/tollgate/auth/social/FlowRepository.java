package io.tollgate.auth.social;

import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import io.tollgate.auth.social.Flow.Linking;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.time.Secrets;
import io.tollgate.user.User;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code social_flows}. */
@Repository
class FlowRepository {

    private final DatabaseClient db;

    FlowRepository(DatabaseClient db) {
        this.db = db;
    }

    Mono<Void> insert(String state, Flow flow) {
        Linking linking = flow.linking();
        return db.sql("""
                        insert into social_flows (state_hash, provider, browser_hash, redirect_to, challenge, user_id,
                                                  session_id, expires_at)
                        values (:state, :provider, :browser, :redirectTo, :challenge, :userId, :sessionId, :expiresAt)
                        """)
                .bind("state", Secrets.sha256(state))
                .bind("provider", flow.provider().value())
                .bind("browser", HexFormat.of().parseHex(flow.browser()))
                .bind("redirectTo", Parameters.in(R2dbcType.VARCHAR, flow.redirectTo()))
                .bind("challenge", Parameters.in(R2dbcType.VARCHAR, flow.challenge()))
                .bind("userId", nullable(linking == null ? null : linking.userId()))
                .bind("sessionId", nullable(linking == null ? null : linking.sessionId()))
                .bind("expiresAt", flow.expiresAt())
                .then();
    }

    /** Takes the flow, once: of parallel callers one gets it, whether it may use it or not. Empty when there is none (any more). */
    Mono<Flow> take(String state) {
        return db.sql("""
                        delete from social_flows where state_hash = :state
                        returning provider, encode(browser_hash, 'hex') as browser, redirect_to, challenge, user_id,
                                  session_id, expires_at
                        """)
                .bind("state", Secrets.sha256(state))
                .map(FlowRepository::toFlow)
                .one();
    }

    private static Parameter nullable(@Nullable UUID id) {
        return id == null ? Parameters.in(UUID.class) : Parameters.in(id);
    }

    private static Flow toFlow(Readable row) {
        UUID userId = row.get("user_id", UUID.class);
        return new Flow(
                User.Provider.valueOf(
                        Columns.required(row, "provider", String.class).toUpperCase(Locale.ROOT)),
                Columns.required(row, "browser", String.class),
                row.get("redirect_to", String.class),
                row.get("challenge", String.class),
                userId == null ? null : new Linking(userId, Columns.required(row, "session_id", UUID.class)),
                Columns.time(row, "expires_at"));
    }
}
