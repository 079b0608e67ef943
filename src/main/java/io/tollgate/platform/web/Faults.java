package io.tollgate.platform.web;

import io.netty.handler.timeout.TimeoutException;
import io.r2dbc.spi.R2dbcTransientException;
import java.time.Duration;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/** Tells what any exception means to the client. Whatever is not listed is our fault, and the client learns nothing of it. */
@Component
class Faults {

    private static final Duration RETRY = Duration.ofSeconds(2);

    private final RouteMethods routeMethods;

    Faults(RouteMethods routeMethods) {
        this.routeMethods = routeMethods;
    }

    ApiException translate(ServerWebExchange exchange, Throwable fault) {
        return switch (fault) {
            case ApiException e -> e;
            case DataBufferLimitException _ -> new ApiException(ErrorCode.BODY_TOO_LARGE);
            case DecodingException _ -> new ApiException(ErrorCode.MALFORMED_BODY);
            // Read from a header that a handler asked for; Body and Form have answers of their own.
            case InvalidMediaTypeException _ -> new ApiException(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
            case ResponseStatusException e -> ofStatus(exchange, e);
            case AuthenticationException _ -> new ApiException(ErrorCode.NOT_AUTHENTICATED);
            case AccessDeniedException _ -> new ApiException(ErrorCode.FORBIDDEN);
            case DataAccessResourceFailureException _,
                    CannotCreateTransactionException _,
                    TransientDataAccessException _,
                    R2dbcTransientException _,
                    TimeoutException _,
                    java.util.concurrent.TimeoutException _ -> unavailable();
            default -> new ApiException(ErrorCode.INTERNAL);
        };
    }

    private static ApiException unavailable() {
        return new ApiException(ErrorCode.UNAVAILABLE).retryAfter(RETRY);
    }

    private ApiException ofStatus(ServerWebExchange exchange, ResponseStatusException e) {
        if (e.getCause() instanceof DataBufferLimitException) {
            return new ApiException(ErrorCode.BODY_TOO_LARGE);
        }
        return switch (HttpStatus.resolve(e.getStatusCode().value())) {
            case NOT_FOUND -> routeMethods.notFound(exchange);
            case METHOD_NOT_ALLOWED -> routeMethods.notFound(exchange);
            case UNSUPPORTED_MEDIA_TYPE -> new ApiException(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
            case NOT_ACCEPTABLE -> new ApiException(ErrorCode.NOT_ACCEPTABLE);
            case CONTENT_TOO_LARGE -> new ApiException(ErrorCode.BODY_TOO_LARGE);
            case null, default ->
                e.getStatusCode().is4xxClientError()
                        ? new ApiException(ErrorCode.INVALID_REQUEST)
                        : new ApiException(ErrorCode.INTERNAL);
        };
    }
}
