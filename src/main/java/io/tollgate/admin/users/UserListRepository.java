package io.tollgate.admin.users;

import io.tollgate.platform.db.Columns;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Lists users among very many. */
@Repository
class UserListRepository {

    private final DatabaseClient db;
    private final UserSearchRepository searches;
    private final TransactionalOperator transaction;

    UserListRepository(DatabaseClient db, UserSearchRepository searches, TransactionalOperator transaction) {
        this.db = db;
        this.searches = searches;
        this.transaction = transaction;
    }

    /** 422 for what nothing finds in reasonable time: a beginning that very many have, in the order of names. */
    Mono<UserPage> page(UserQuery query) {
        return planEachQueryByItsValues()
                .then(Mono.defer(() -> find(query)))
                .map(found -> toPage(query, found))
                .as(transaction::transactional);
    }

    /**
     * The best way differs between "all whose address begins with a" and "with ada@": a plan made once for all values would read
     * hundreds of thousands of rows for one of them.
     */
    private Mono<Void> planEachQueryByItsValues() {
        return db.sql("set local plan_cache_mode = force_custom_plan").then();
    }

    private Mono<FoundUsers> find(UserQuery query) {
        return query.search() == null
                ? count(query).zipWhen(_ -> list(query), FoundUsers::new)
                : searches.find(query, new UserSearch(query.search()));
    }

    /** One more than asked for tells whether there is a next page. */
    private Mono<List<User>> list(UserQuery query) {
        UserConditions where = UserConditions.of(query).after(query.cursor());
        return bound(
                        "select " + UserSearchRepository.COLUMNS + " from users where " + where.sql() + " order by "
                                + query.sort().orderBy() + " limit :limit offset :offset",
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
                .formatted(where.sql(), FoundUsers.COUNTED + 1);
        return bound(sql, where.values())
                .map(row -> Columns.required(row, "found", Long.class))
                .one();
    }

    private GenericExecuteSpec bound(String sql, Map<String, Object> values) {
        GenericExecuteSpec statement = db.sql(sql);
        for (Map.Entry<String, Object> value : values.entrySet()) {
            statement = statement.bind(value.getKey(), value.getValue());
        }
        return statement;
    }

    private static UserPage toPage(UserQuery query, FoundUsers found) {
        PageRequest page = query.page();
        List<User> read = found.users();
        boolean more = read.size() > page.limit();
        List<User> shown = more ? read.subList(0, page.limit()) : read;
        boolean byOffset = query.cursor() == null;
        return new UserPage(
                shown.stream().map(AdminUserView::of).toList(),
                Math.min(found.counted(), FoundUsers.COUNTED),
                found.few(),
                page.limit(),
                page.offset(),
                more,
                more && byOffset ? next(page) : null,
                previous(page, byOffset),
                more ? UserCursor.behind(shown.getLast(), query.sort()).text() : null);
    }

    /** Null where only the cursor leads on. */
    private static @Nullable Integer next(PageRequest page) {
        int next = page.offset() + page.limit();
        return next <= UserQuery.MAX_OFFSET ? next : null;
    }

    private static @Nullable Integer previous(PageRequest page, boolean byOffset) {
        return byOffset && page.offset() > 0 ? Math.max(0, page.offset() - page.limit()) : null;
    }
}
