package io.tollgate.billing.engine;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.subscription.EngineStart;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.billing.subscription.SubscriptionViews;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Page;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.AdminAction;
import io.tollgate.user.CurrentUser;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What administrators do with the subscriptions that are run here. */
@Component
class EngineHandler {

    private final Starting starting;
    private final Parking parking;
    private final ParkedRepository parked;
    private final UserRepository users;
    private final PlanRepository plans;
    private final SubscriptionViews views;
    private final AdminAction administrator;
    private final CurrentUser currentUser;
    private final Body body;

    EngineHandler(
            Starting starting,
            Parking parking,
            ParkedRepository parked,
            UserRepository users,
            PlanRepository plans,
            SubscriptionViews views,
            AdminAction administrator,
            CurrentUser currentUser,
            Body body) {
        this.starting = starting;
        this.parking = parking;
        this.parked = parked;
        this.users = users;
        this.plans = plans;
        this.views = views;
        this.administrator = administrator;
        this.currentUser = currentUser;
        this.body = body;
    }

    Mono<ServerResponse> start(ServerRequest request) {
        return administrator
                .begin("subscription.started_by_admin", request)
                .flatMap(
                        entry -> body.of(request, StartRequest.class).flatMap(wish -> wanted(id(request), wish, entry)))
                .flatMap(starting::start)
                .flatMap(views::of)
                .flatMap(view -> ServerResponse.status(HttpStatus.CREATED).bodyValue(view));
    }

    private Mono<EngineStart> wanted(UUID userId, StartRequest wish, AuditEntry entry) {
        return user(userId)
                .zipWhen(_ -> plan(wish.planCode()))
                .map(found -> new EngineStart(
                        found.getT1(),
                        found.getT2(),
                        Provider.of(wish.provider()),
                        wish.startAt(),
                        wish.withTrial(),
                        null,
                        entry));
    }

    private Mono<User> user(UUID id) {
        return users.findById(id)
                .filter(user -> !user.erased())
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.USER_NOT_FOUND)));
    }

    private Mono<Plan> plan(String code) {
        return plans.findActive(code)
                .switchIfEmpty(Mono.error(
                        () -> new ApiException(ErrorCode.PLAN_NOT_FOUND, "No active plan found for this code.")));
    }

    Mono<ServerResponse> parked(ServerRequest request) {
        PageRequest page = PageRequest.of(request);
        return currentUser
                .admin(request)
                .flatMap(_ -> parked.page(page))
                .zipWhen(_ -> parked.count(), (views, total) -> Page.of(page, views, total))
                .flatMap(view -> ServerResponse.ok().bodyValue(view));
    }

    Mono<ServerResponse> unpark(ServerRequest request) {
        return administrator
                .begin("subscription.unparked", request)
                .flatMap(entry -> parking.unpark(id(request), entry))
                .flatMap(views::of)
                .flatMap(view -> ServerResponse.ok().bodyValue(view));
    }

    private static UUID id(ServerRequest request) {
        return Parameters.requiredId(request, "id");
    }
}
