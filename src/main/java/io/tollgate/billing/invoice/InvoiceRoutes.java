package io.tollgate.billing.invoice;

import io.tollgate.platform.idempotency.Idempotency;
import org.springdoc.webflux.core.fn.SpringdocRouteBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class InvoiceRoutes {

    @Bean
    RouterFunction<ServerResponse> invoiceRouter(InvoiceHandler handler, AccountHandler account) {
        return SpringdocRouteBuilder.route()
                .GET("/billing/invoices", handler::list, InvoiceDocs::list)
                .GET("/billing/invoices/{id}", handler::show, InvoiceDocs::show)
                .GET("/billing/invoices/{id}/pdf", handler::pdf, InvoiceDocs::pdf)
                .GET("/billing/account", account::show, AccountDocs::show)
                .PATCH("/billing/account", account::change, AccountDocs::change)
                .build();
    }

    @Bean
    RouterFunction<ServerResponse> adminInvoiceRouter(AdminInvoiceHandler handler, Idempotency idempotency) {
        return SpringdocRouteBuilder.route()
                .GET("/admin/invoices", handler::list, AdminInvoiceDocs::list)
                .GET("/admin/invoices/{id}", handler::show, AdminInvoiceDocs::show)
                .GET("/admin/invoices/{id}/pdf", handler::pdf, AdminInvoiceDocs::pdf)
                .POST("/admin/invoices/{id}/void", handler::voidIt, AdminInvoiceDocs::voidIt)
                .POST("/admin/invoices/{id}/uncollectible", handler::giveUp, AdminInvoiceDocs::giveUp)
                .POST("/admin/invoices/{id}/credit-notes", idempotency.apply(handler::credit), AdminInvoiceDocs::credit)
                .POST("/admin/invoices/{id}/debit-notes", idempotency.apply(handler::debit), AdminInvoiceDocs::debit)
                .build();
    }
}
