package io.tollgate.billing.metric;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.AdminAction;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** {@code /billing/plans/{id}/charges}: read by anyone, written by administrators. */
@Component
class ChargeHandler {

    private final PlanCharges planCharges;
    private final Charges charges;
    private final PlanRepository plans;
    private final AdminAction administrator;
    private final Body body;
    private final JsonMapper json;

    ChargeHandler(
            PlanCharges planCharges,
            Charges charges,
            PlanRepository plans,
            AdminAction administrator,
            Body body,
            JsonMapper json) {
        this.planCharges = planCharges;
        this.charges = charges;
        this.plans = plans;
        this.administrator = administrator;
        this.body = body;
        this.json = json;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        return plans.findById(Parameters.requiredId(request, "id"))
                .switchIfEmpty(
                        Mono.error(() -> new ApiException(ErrorCode.PLAN_NOT_FOUND, "No plan found for this id")))
                .flatMap(this::answer);
    }

    Mono<ServerResponse> put(ServerRequest request) {
        UUID id = Parameters.requiredId(request, "id");
        return administrator
                .begin("plan.charges_set", request)
                .flatMap(entry ->
                        body.of(request, ChargesRequest.class).flatMap(wish -> planCharges.put(id, wish, entry)))
                .flatMap(this::answer);
    }

    private Mono<ServerResponse> answer(Plan plan) {
        return charges.of(plan.version().id())
                .map(found -> view(plan, found))
                .flatMap(view -> ServerResponse.ok().bodyValue(view));
    }

    private ChargesView view(Plan plan, List<PlanCharge> found) {
        return new ChargesView(
                plan.id(),
                plan.version().number(),
                plan.price().currency(),
                found.stream()
                        .map(charge -> ChargeView.of(
                                charge, json.readTree(charge.terms().json())))
                        .toList());
    }
}
