package io.tollgate.admin.users;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.User;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Which users are asked for. Each filter is off where it is null.
 *
 * @param search the beginning of an e-mail address, a username or an id
 * @param createdFrom inclusive
 * @param createdTo exclusive
 */
record UserQuery(
        PageRequest page,
        UserSort sort,
        @Nullable UserCursor cursor,
        @Nullable String search,
        @Nullable Boolean active,
        @Nullable Boolean verified,
        @Nullable Boolean admin,
        User.@Nullable Provider provider,
        @Nullable Instant createdFrom,
        @Nullable Instant createdTo) {

    /** Further on, the database would read all that is skipped. */
    static final int MAX_OFFSET = 10_000;

    private static final int MAX_SEARCH = 254;

    /** 422 for what is no value of its filter. */
    static UserQuery of(ServerRequest request) {
        UserSort sort = Parameters.of(request, "sort", UserSort::parse);
        UserSort order = sort == null ? UserSort.NEWEST_FIRST : sort;
        return new UserQuery(
                page(request),
                order,
                Parameters.of(request, "cursor", text -> UserCursor.parse(text, order)),
                blankToNull(Parameters.of(request, "search", UserQuery::search)),
                Parameters.of(request, "active", text -> flag("active", text)),
                Parameters.of(request, "verified", text -> flag("verified", text)),
                Parameters.of(request, "admin", text -> flag("admin", text)),
                Parameters.of(request, "provider", UserQuery::provider),
                Parameters.time(request, "created_from"),
                Parameters.time(request, "created_to"));
    }

    private static PageRequest page(ServerRequest request) {
        PageRequest page = PageRequest.of(request);
        if (page.offset() > MAX_OFFSET) {
            throw ApiException.invalid("offset", "Use the cursor for what lies beyond " + MAX_OFFSET);
        }
        if (page.offset() > 0 && request.queryParam("cursor").isPresent()) {
            throw ApiException.invalid("offset", "Give a cursor or an offset, not both");
        }
        return page;
    }

    private static String search(String text) {
        String prefix = text.strip().toLowerCase(Locale.ROOT);
        if (prefix.length() > MAX_SEARCH || prefix.indexOf('\0') >= 0) {
            throw ApiException.invalid("search", "Must be the beginning of an e-mail address, a username or an id");
        }
        return prefix;
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static Boolean flag(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ApiException.invalid(name, "Must be true or false");
        };
    }

    private static User.Provider provider(String text) {
        return Arrays.stream(User.Provider.values())
                .filter(provider -> provider.value().equals(text))
                .findFirst()
                .orElseThrow(() -> ApiException.invalid("provider", "Must be local, google or github"));
    }
}
