package io.tollgate.admin.stats;

import io.tollgate.user.CurrentUser;
import java.time.Clock;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /admin/stats} and {@code /admin/dashboard}. */
@Component
class StatsHandler {

    private final StatsRepository stats;
    private final CurrentUser currentUser;
    private final Clock clock;

    StatsHandler(StatsRepository stats, CurrentUser currentUser, Clock clock) {
        this.stats = stats;
        this.currentUser = currentUser;
        this.clock = clock;
    }

    Mono<ServerResponse> monthly(ServerRequest request) {
        return currentUser
                .admin(request)
                .map(_ -> Months.of(request, clock))
                .flatMap(stats::monthly)
                .flatMap(data -> ServerResponse.ok().bodyValue(new MonthlyView(data)));
    }

    Mono<ServerResponse> totals(ServerRequest request) {
        return currentUser
                .admin(request)
                .flatMap(_ -> stats.totals())
                .flatMap(totals -> ServerResponse.ok().bodyValue(totals));
    }
}
