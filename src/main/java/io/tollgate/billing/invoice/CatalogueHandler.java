package io.tollgate.billing.invoice;

import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.Page;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.user.AdminAction;
import io.tollgate.user.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /admin/coupons} and {@code /admin/tax-rates}. */
@Component
class CatalogueHandler {

    private final Coupons coupons;
    private final CouponRepository storedCoupons;
    private final TaxRates rates;
    private final TaxRateRepository storedRates;
    private final AdminAction administrator;
    private final CurrentUser currentUser;
    private final Body body;

    CatalogueHandler(
            Coupons coupons,
            CouponRepository storedCoupons,
            TaxRates rates,
            TaxRateRepository storedRates,
            AdminAction administrator,
            CurrentUser currentUser,
            Body body) {
        this.coupons = coupons;
        this.storedCoupons = storedCoupons;
        this.rates = rates;
        this.storedRates = storedRates;
        this.administrator = administrator;
        this.currentUser = currentUser;
        this.body = body;
    }

    Mono<ServerResponse> listCoupons(ServerRequest request) {
        PageRequest page = PageRequest.of(request);
        return currentUser
                .admin(request)
                .flatMap(_ -> storedCoupons.page(page.limit(), page.offset()))
                .zipWhen(_ -> storedCoupons.count(), (found, total) -> Page.of(page, found, total))
                .flatMap(found -> ServerResponse.ok().bodyValue(found));
    }

    Mono<ServerResponse> createCoupon(ServerRequest request) {
        return administrator
                .begin("coupon.created", request)
                .flatMap(entry -> body.of(request, CouponRequest.class).flatMap(wish -> coupons.create(wish, entry)))
                .flatMap(coupon -> ServerResponse.status(HttpStatus.CREATED).bodyValue(coupon));
    }

    Mono<ServerResponse> endCoupon(ServerRequest request) {
        return administrator
                .begin("coupon.ended", request)
                .flatMap(entry -> coupons.end(request.pathVariable("code"), entry))
                .flatMap(coupon -> ServerResponse.ok().bodyValue(coupon));
    }

    Mono<ServerResponse> listRates(ServerRequest request) {
        PageRequest page = PageRequest.of(request);
        return currentUser
                .admin(request)
                .flatMap(_ -> storedRates.page(page.limit(), page.offset()))
                .zipWhen(_ -> storedRates.count(), (found, total) -> Page.of(page, found, total))
                .flatMap(found -> ServerResponse.ok().bodyValue(found));
    }

    Mono<ServerResponse> createRate(ServerRequest request) {
        return administrator
                .begin("tax_rate.created", request)
                .flatMap(entry ->
                        body.of(request, TaxRateRequest.class).flatMap(wish -> rates.create(wish.checked(), entry)))
                .flatMap(rate -> ServerResponse.status(HttpStatus.CREATED).bodyValue(rate));
    }

    Mono<ServerResponse> archiveRate(ServerRequest request) {
        return administrator
                .begin("tax_rate.archived", request)
                .flatMap(entry -> rates.archive(request.pathVariable("code"), entry))
                .flatMap(rate -> ServerResponse.ok().bodyValue(rate));
    }
}
