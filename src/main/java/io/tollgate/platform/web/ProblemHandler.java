package io.tollgate.platform.web;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.RequestPath;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** The last stop of every failed request: answers with a problem document and logs what was our fault. */
@Component
@Order(-2)
class ProblemHandler implements WebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

    private final Problems problems;
    private final Faults faults;

    ProblemHandler(Problems problems, Faults faults) {
        this.problems = problems;
        this.faults = faults;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable fault) {
        if (exchange.getResponse().isCommitted() || isDisconnect(fault)) {
            return Mono.error(fault);
        }
        ApiException problem = faults.translate(exchange, fault);
        logOwnFault(exchange, problem, fault);
        return problems.write(exchange, problem);
    }

    /** The id is in the MDC too, where structured logs make a field of it. Ordinary requests log nothing and pay nothing. */
    private static void logOwnFault(ServerWebExchange exchange, ApiException problem, Throwable fault) {
        if (!problem.code().status().is5xxServerError()) {
            return;
        }
        String id = RequestId.of(exchange);
        HttpMethod method = exchange.getRequest().getMethod();
        RequestPath path = exchange.getRequest().getPath();
        try (MDC.MDCCloseable _ = MDC.putCloseable("requestId", id)) {
            if (problem.code() == ErrorCode.INTERNAL) {
                log.error("{} {} failed, request {}", method, path, id, fault);
            } else {
                log.warn(
                        "{} {} answered {}, request {}: {}",
                        method,
                        path,
                        problem.code().code(),
                        id,
                        fault.toString());
            }
        }
    }

    private static boolean isDisconnect(Throwable fault) {
        return fault instanceof IOException
                && (fault.getClass().getSimpleName().equals("AbortedException")
                        || String.valueOf(fault.getMessage()).contains("Connection reset"));
    }
}
