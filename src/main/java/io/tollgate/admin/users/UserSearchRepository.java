package io.tollgate.admin.users;

import static io.tollgate.admin.users.FoundUsers.COUNTED;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.web.ApiException;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/**
 * Finds users by the beginning of a name, in milliseconds among a million. Left to itself the planner would look for them on the way
 * through all users, expecting them anywhere, while those who begin alike were often made together: at one import, long ago.
 */
@Repository
class UserSearchRepository {

    static final String COLUMNS =
            "id, email, email_display, username, provider, is_admin, is_active, is_verified, created_at";

    /** Of the newest users. Where a page of matches is not among them, reading all matches is quicker than reading on. */
    private static final int NEWEST = 10_000;

    private final DatabaseClient db;

    UserSearchRepository(DatabaseClient db) {
        this.db = db;
    }

    /** 422 for what nothing finds in reasonable time: a beginning that very many have, in the order of names. */
    Mono<FoundUsers> find(UserQuery query, UserSearch search) {
        return few(query, search).flatMap(found -> found.few() ? Mono.just(found) : many(query, search, found));
    }

    /** The count, and the page if it is complete: each index gives a few more than that at most. */
    private Mono<FoundUsers> few(UserQuery query, UserSearch search) {
        UserConditions all = UserConditions.of(query);
        UserConditions page = UserConditions.of(query).after(query.cursor());
        String order = query.sort().orderBy();
        return bound(
                        """
                        with found as materialized (%s)
                        select c.counted, f.* from (select count(*) as counted from found) c
                            left join lateral (
                                select * from found where c.counted <= %d and %s
                                order by %s limit :limit offset :offset) f on true
                        order by %s
                        """.formatted(each(search, all.sql()), COUNTED, page.cursorSql(), order, order),
                        query,
                        page,
                        search)
                .map(Line::of)
                .all()
                .collectList()
                .map(UserSearchRepository::found);
    }

    private Mono<FoundUsers> many(UserQuery query, UserSearch search, FoundUsers counted) {
        if (query.sort().column() != UserSort.Column.CREATED_AT) {
            throw ApiException.invalid("search", "Too many begin so to be sorted by name: search for more characters");
        }
        int full = query.page().limit() + 1;
        return amongTheNewest(query, search)
                .flatMap(users -> users.size() == full ? Mono.just(users) : amongAll(query, search))
                .map(users -> new FoundUsers(counted.counted(), users));
    }

    private Mono<List<User>> amongTheNewest(UserQuery query, UserSearch search) {
        UserConditions where = UserConditions.of(query).after(query.cursor());
        String order = query.sort().orderBy();
        return users("""
                select * from (select %s from users where %s order by %s limit %d) newest
                where %s order by %s limit :limit offset :offset
                """.formatted(COLUMNS, where.sql(), order, NEWEST, search.anyWay(), order), query, where, search);
    }

    /** Ids are sorted before rows are read. {@code offset 0} keeps the planner from going through all users after all. */
    private Mono<List<User>> amongAll(UserQuery query, UserSearch search) {
        UserConditions where = UserConditions.of(query).after(query.cursor());
        String order = query.sort().orderBy();
        String found = search.ways().stream()
                .map(way -> "(select id, created_at from users where %s and %s offset 0)"
                        .formatted(where.sql(), way.condition()))
                .collect(Collectors.joining(" union all "));
        return users("""
                select * from users join (
                    select id from (%s) found order by %s limit :limit offset :offset) page using (id)
                order by %s
                """.formatted(found, order, order), query, where, search);
    }

    /** Of each index, no more than is counted. */
    private static String each(UserSearch search, String where) {
        return search.ways().stream()
                .map(way -> "(select %s from users where %s and %s order by %s limit %d)"
                        .formatted(COLUMNS, where, way.condition(), way.order(), COUNTED + 1))
                .collect(Collectors.joining(" union all "));
    }

    private Mono<List<User>> users(String sql, UserQuery query, UserConditions where, UserSearch search) {
        return bound(sql, query, where, search)
                .map(UserRepository::toUser)
                .all()
                .collectList();
    }

    private GenericExecuteSpec bound(String sql, UserQuery query, UserConditions where, UserSearch search) {
        GenericExecuteSpec statement = db.sql(sql)
                .bind("limit", query.page().limit() + 1)
                .bind("offset", query.page().offset());
        for (Map<String, Object> values : List.of(where.values(), search.values())) {
            for (Map.Entry<String, Object> value : values.entrySet()) {
                statement = statement.bind(value.getKey(), value.getValue());
            }
        }
        return statement;
    }

    /** @param users one, or none where nobody was found */
    private record Line(long counted, List<User> users) {

        static Line of(Readable row) {
            return new Line(
                    Columns.required(row, "counted", Long.class),
                    row.get("id") == null ? List.of() : List.of(UserRepository.toUser(row)));
        }
    }

    private static FoundUsers found(List<Line> lines) {
        return new FoundUsers(
                lines.getFirst().counted(),
                lines.stream().flatMap(line -> line.users().stream()).toList());
    }
}
