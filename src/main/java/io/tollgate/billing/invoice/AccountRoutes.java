package io.tollgate.billing.invoice;

import io.tollgate.platform.idempotency.Idempotency;
import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class AccountRoutes {

    private static final String ACCOUNT = "/admin/billing-accounts/{userId}";

    @Bean
    RouterFunction<ServerResponse> adminAccountRouter(AdminAccountHandler handler, Idempotency idempotency) {
        return SpringdocRouteBuilder.route()
                .GET(ACCOUNT, handler::show, AdminAccountDocs::show)
                .GET(ACCOUNT + "/entries", handler::entries, AdminAccountDocs::entries)
                .POST(ACCOUNT + "/adjustments", idempotency.apply(handler::adjust), AdminAccountDocs::adjust)
                .PUT(ACCOUNT + "/terms", handler::setTerms, AdminAccountDocs::setTerms)
                .PUT(ACCOUNT + "/tax-rates", handler::setTaxes, AdminAccountDocs::setTaxes)
                .POST(ACCOUNT + "/coupons", idempotency.apply(handler::applyCoupon), AdminAccountDocs::applyCoupon)
                .DELETE(ACCOUNT + "/coupons/{couponId}", handler::takeCoupon, AdminAccountDocs::takeCoupon)
                .build();
    }

    @Bean
    RouterFunction<ServerResponse> catalogueRouter(CatalogueHandler handler, Idempotency idempotency) {
        return SpringdocRouteBuilder.route()
                .GET("/admin/coupons", handler::listCoupons, CatalogueDocs::listCoupons)
                .POST("/admin/coupons", idempotency.apply(handler::createCoupon), CatalogueDocs::createCoupon)
                .DELETE("/admin/coupons/{code}", handler::endCoupon, CatalogueDocs::endCoupon)
                .GET("/admin/tax-rates", handler::listRates, CatalogueDocs::listRates)
                .POST("/admin/tax-rates", idempotency.apply(handler::createRate), CatalogueDocs::createRate)
                .DELETE("/admin/tax-rates/{code}", handler::archiveRate, CatalogueDocs::archiveRate)
                .build();
    }
}
