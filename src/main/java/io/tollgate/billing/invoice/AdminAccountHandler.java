package io.tollgate.billing.invoice;

import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.Page;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.AdminAction;
import io.tollgate.user.CurrentUser;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /admin/billing-accounts/{userId}}: what administrators decide about how a customer is billed. */
@Component
class AdminAccountHandler {

    private final AccountViews views;
    private final AccountUpdate update;
    private final TaxRates taxes;
    private final Coupons coupons;
    private final Balances balances;
    private final AdminAction administrator;
    private final CurrentUser currentUser;
    private final Body body;

    AdminAccountHandler(
            AccountViews views,
            AccountUpdate update,
            TaxRates taxes,
            Coupons coupons,
            Balances balances,
            AdminAction administrator,
            CurrentUser currentUser,
            Body body) {
        this.views = views;
        this.update = update;
        this.taxes = taxes;
        this.coupons = coupons;
        this.balances = balances;
        this.administrator = administrator;
        this.currentUser = currentUser;
        this.body = body;
    }

    Mono<ServerResponse> show(ServerRequest request) {
        UUID userId = userId(request);
        return currentUser.admin(request).flatMap(_ -> show(userId));
    }

    Mono<ServerResponse> entries(ServerRequest request) {
        UUID userId = userId(request);
        PageRequest page = PageRequest.of(request);
        return currentUser
                .admin(request)
                .flatMap(_ -> views.of(userId))
                .flatMap(_ -> balances.page(userId, page.limit(), page.offset())
                        .map(EntryView::of)
                        .collectList())
                .zipWhen(_ -> balances.count(userId), (found, total) -> Page.of(page, found, total))
                .flatMap(found -> ServerResponse.ok().bodyValue(found));
    }

    Mono<ServerResponse> adjust(ServerRequest request) {
        UUID userId = userId(request);
        return administrator
                .beginSensitive("billing_account.adjusted", request)
                .flatMap(entry -> body.of(request, Adjustment.class)
                        .flatMap(wish -> update.adjust(userId, wish.checked(), entry)))
                .then(Mono.defer(() -> show(userId)));
    }

    Mono<ServerResponse> setTerms(ServerRequest request) {
        UUID userId = userId(request);
        return administrator
                .begin("billing_account.terms_set", request)
                .flatMap(entry -> body.of(request, AccountBodies.Terms.class)
                        .flatMap(terms -> update.setTerms(userId, terms.days(), entry)))
                .then(Mono.defer(() -> show(userId)));
    }

    Mono<ServerResponse> setTaxes(ServerRequest request) {
        UUID userId = userId(request);
        return administrator
                .begin("billing_account.taxes_set", request)
                .flatMap(entry -> body.of(request, AccountBodies.TaxCodes.class)
                        .flatMap(wish -> taxes.assign(userId, wish.codes(), entry)))
                .then(Mono.defer(() -> show(userId)));
    }

    Mono<ServerResponse> applyCoupon(ServerRequest request) {
        UUID userId = userId(request);
        return administrator
                .begin("coupon.applied", request)
                .flatMap(entry -> body.of(request, AccountBodies.CouponCode.class)
                        .flatMap(wish -> coupons.apply(userId, wish.code(), entry)))
                .then(Mono.defer(() -> show(userId)));
    }

    Mono<ServerResponse> takeCoupon(ServerRequest request) {
        UUID userId = userId(request);
        UUID appliedId = Parameters.requiredId(request, "couponId");
        return administrator
                .begin("coupon.taken", request)
                .flatMap(entry -> coupons.take(userId, appliedId, entry))
                .then(Mono.defer(() -> ServerResponse.noContent().build()));
    }

    private Mono<ServerResponse> show(UUID userId) {
        return views.of(userId).flatMap(view -> ServerResponse.ok().bodyValue(view));
    }

    private static UUID userId(ServerRequest request) {
        return Parameters.requiredId(request, "userId");
    }
}
