package io.tollgate.admin.users;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Finds users among very many. */
@Repository
class UserListRepository {

    /** Counting a million rows takes longer than reading the page. So few, on the other hand, are sorted in a moment. */
    private static final int COUNTED = 5_000;

    private static final String COLUMNS =
            "id, email, email_display, username, provider, is_admin, is_active, is_verified, created_at";

    private final DatabaseClient db;
    private final TransactionalOperator transaction;

    UserListRepository(DatabaseClient db, TransactionalOperator transaction) {
        this.db = db;
        this.transaction = transaction;
    }

    /** 422 for what nothing finds in reasonable time: a beginning that very many have, in the order of names. */
    Mono<UserPage> page(UserQuery query) {
        return planEachQueryByItsValues()
                .then(Mono.defer(() -> count(query)))
                .zipWhen(counted -> list(query, counted <= COUNTED))
                .map(read -> toPage(query, read.getT2(), read.getT1()))
                .as(transaction::transactional);
    }

    /**
     * The best way differs between "all whose address begins with a" and "with ada@": a plan made once for all values would read
     * hundreds of thousands of rows for one of them.
     */
    private Mono<Void> planEachQueryByItsValues() {
        return db.sql("set local plan_cache_mode = force_custom_plan").then();
    }

    /**
     * One more than asked for tells whether there is a next page.
     *
     * <p>A few that were searched for are found first and sorted then. Left to itself the planner may go through an order's index and
     * look for them on the way, expecting them anywhere, while in the order of names they stand all together, perhaps at its end.
     */
    private Mono<List<User>> list(UserQuery query, boolean few) {
        if (query.search() != null && !few && query.sort().column() != UserSort.Column.CREATED_AT) {
            throw ApiException.invalid("search", "Too many begin so to be sorted by name: search for more characters");
        }
        UserConditions where = UserConditions.of(query).after(query.cursor());
        String found = "with found as %s (select %s from users where %s) "
                .formatted(query.search() != null && few ? "materialized" : "not materialized", COLUMNS, where.sql());
        return bound(
                        found + "select * from found order by " + query.sort().orderBy()
                                + " limit :limit offset :offset",
                        where.values())
                .bind("limit", query.page().limit() + 1)
                .bind("offset", query.page().offset())
                .map(UserRepository::toUser)
                .all()
                .collectList();
    }

    private Mono<Long> count(UserQuery query) {
        UserConditions where = UserConditions.of(query);
        String sql = "select count(*) as found from (select from users where %s limit %d) counted"
                .formatted(where.sql(), COUNTED + 1);
        return bound(sql, where.values())
                .map(row -> Objects.requireNonNull(row.get("found", Long.class)))
                .one();
    }

    private GenericExecuteSpec bound(String sql, Map<String, Object> values) {
        GenericExecuteSpec statement = db.sql(sql);
        for (Map.Entry<String, Object> value : values.entrySet()) {
            statement = statement.bind(value.getKey(), value.getValue());
        }
        return statement;
    }

    private static UserPage toPage(UserQuery query, List<User> read, long counted) {
        PageRequest page = query.page();
        boolean more = read.size() > page.limit();
        List<User> shown = more ? read.subList(0, page.limit()) : read;
        boolean byOffset = query.cursor() == null;
        return new UserPage(
                shown.stream().map(AdminUserView::of).toList(),
                Math.min(counted, COUNTED),
                counted <= COUNTED,
                page.limit(),
                page.offset(),
                more,
                more && byOffset ? page.offset() + page.limit() : null,
                previous(page, byOffset),
                more ? UserCursor.behind(shown.getLast(), query.sort()).text() : null);
    }

    private static @Nullable Integer previous(PageRequest page, boolean byOffset) {
        return byOffset && page.offset() > 0 ? Math.max(0, page.offset() - page.limit()) : null;
    }
}
