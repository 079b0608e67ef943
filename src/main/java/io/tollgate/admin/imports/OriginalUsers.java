package io.tollgate.admin.imports;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Reads the original system's users, oldest first, a few hundred at a time. Needs no more than to read. */
@Component
class OriginalUsers {

    private static final int FETCH = 200;

    /** Rows as JSON, since its versions differ in their columns; times in UTC. */
    private static final String ROWS = """
            select (to_jsonb(u) || jsonb_build_object('profile', %s))::text as doc,
                   row_number() over (partition by lower(btrim(u.email)) order by u.created_at, u.id) = 1 as first_of_email,
                   row_number() over (partition by lower(btrim(u.username)) order by u.created_at, u.id) = 1 as first_of_name
            from users u %s order by u.created_at, u.id
            """;

    private static final String WITH_PROFILES =
            ROWS.formatted("to_jsonb(p)", "left join profiles p on p.user_id = u.id");
    private static final String WITHOUT_PROFILES = ROWS.formatted("null", "");

    private final JsonMapper json;

    OriginalUsers(JsonMapper json) {
        this.json = json;
    }

    Flux<OriginalUser> in(ConnectionFactory source) {
        return Flux.usingWhen(Mono.from(source.create()), this::read, Connection::close);
    }

    private Flux<OriginalUser> read(Connection connection) {
        return run(connection, "set time zone 'UTC'")
                .then(hasProfiles(connection))
                .flatMapMany(profiles -> rows(connection, profiles ? WITH_PROFILES : WITHOUT_PROFILES));
    }

    private static Mono<Void> run(Connection connection, String sql) {
        return Flux.from(connection.createStatement(sql).execute())
                .concatMap(result -> result.getRowsUpdated())
                .then();
    }

    private static Mono<Boolean> hasProfiles(Connection connection) {
        return Flux.from(connection
                        .createStatement("select to_regclass('profiles') is not null as there")
                        .execute())
                .concatMap(result -> result.map(row -> Columns.required(row, "there", Boolean.class)))
                .single();
    }

    private Flux<OriginalUser> rows(Connection connection, String sql) {
        return Flux.from(connection.createStatement(sql).fetchSize(FETCH).execute())
                .concatMap(result -> result.map(this::toUser));
    }

    private OriginalUser toUser(Readable row) {
        return OriginalUser.of(
                json.readTree(Columns.required(row, "doc", String.class)),
                Columns.required(row, "first_of_email", Boolean.class),
                Columns.required(row, "first_of_name", Boolean.class));
    }
}
